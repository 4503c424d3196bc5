"""Paragraphs as dossiers have them, in several languages and scripts."""

PARAGRAPHS = (
    "The record companies sued the owner of the site in a federal court in New York in December, "
    "and asked for up to 150,000 dollars for each of eleven million songs. Eighteen months later "
    "they withdrew the suit, since the site was closed and nothing could be collected.",
    "La maison de disques se félicite d’une « victoire » : le site n’est plus en ligne depuis "
    "l’été. Mais l’affaire n’a jamais été jugée, et l’ancien directeur, relaxé en août, n’a rien "
    "eu à payer. Qu’en est-il des artistes ?",
    "Das Landgericht München untersagte einem Betreiber, auf das Angebot zu verlinken; in der "
    "Begründung heißt es, die Musik werde ohne Zustimmung der Rechteinhaber verkauft. Für ein "
    "Album verlangte der Dienst etwa 1,20 €, abgerechnet nach Megabyte.",
    "Районный суд Москвы оправдал бывшего директора магазина: обвинение не доказало, что он "
    "нарушил авторские права. Общество по коллективному управлению получало 15 % от продаж.",
    "El tribunal desestimó la demanda en 2008. ¿Quién pagó las costas? Según la compañía, nadie; "
    "según el periódico, cada parte pagó las suyas.",
    "Купувачі платили за трафік, а не за пісню: один мегабайт коштував два центи.",
    "这家网站以很低的价格出售音乐，唱片公司认为它没有得到授权。法院没有作出判决。",
    "القضية انتهت من دون حكم، وأغلق الموقع في صيف عام 2007.",
    "Η υπόθεση έκλεισε χωρίς απόφαση το 2008.",
    "RIAA v. MediaServices\t(S.D.N.Y.)\n\n  1. Filed: 20 Dec 2006   2. Withdrawn: 19 May 2008 🎵",
    "№ 5 · ﬁve ½ … “quoted” —  été straße ＡＢＣ",
    "Короткая.",
)
