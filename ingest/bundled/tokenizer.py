"""How text becomes the ids that the model was trained on: SentencePiece, as for XLM-R."""

from sentencepiece import SentencePieceNormalizer
from sentencepiece.sentencepiece_model_pb2 import ModelProto, NormalizerSpec, TrainerSpec

from ingest.bundled.weights import Vocabulary

_NORMALIZATION = "nmt_nfkc"
_CONTROLS = {"<s>", "<pad>", "</s>", "<mask>"}
"""Pieces that no text is cut into."""


def build_tokenizer(vocabulary: Vocabulary) -> bytes:
    """Build a SentencePiece model whose ids are the places of the pieces."""
    model = ModelProto(normalizer_spec=_normalizer(), trainer_spec=_trainer(vocabulary))
    kinds = ModelProto.SentencePiece
    for piece, score in zip(vocabulary.pieces, vocabulary.scores, strict=True):
        kind = kinds.CONTROL if piece in _CONTROLS else kinds.NORMAL
        model.pieces.add(piece=piece, score=score, type=kind)
    model.pieces[vocabulary.unknown].type = kinds.UNKNOWN
    data: bytes = model.SerializeToString(deterministic=True)
    return data


def _normalizer() -> NormalizerSpec:
    """Nmt and NFKC from the library's own tables; then one space between words, none around."""
    proto = SentencePieceNormalizer(rule_name=_NORMALIZATION).serialized_model_proto()
    spec = ModelProto.FromString(proto).normalizer_spec
    return NormalizerSpec(
        name=_NORMALIZATION,
        precompiled_charsmap=spec.precompiled_charsmap,
        add_dummy_prefix=True,
        remove_extra_whitespaces=True,
        escape_whitespaces=True,
    )


def _trainer(vocabulary: Vocabulary) -> TrainerSpec:
    return TrainerSpec(
        model_type=TrainerSpec.UNIGRAM,
        unk_id=vocabulary.unknown,
        bos_id=vocabulary.begin,
        eos_id=vocabulary.end,
        pad_id=vocabulary.padding,
    )
