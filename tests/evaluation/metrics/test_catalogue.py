from tests.evaluation.metrics.catalogue import BY_NAME, METRICS


def test_every_metric_has_a_name_and_a_label_of_its_own_and_a_source() -> None:
    assert len(BY_NAME) == len({metric.label for metric in METRICS}) == len(METRICS)
    assert all(metric.source for metric in METRICS)
