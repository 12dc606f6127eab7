"""Names and terms that are put together of syllables: most are rare, so that a larger corpus has more words.

A word is drawn by its rank, which is as likely to be below 100 as between 100 and 10,000 (Zipf's law).
"""

from benchmarks.synthetic.grammar import Draw


class Coinage:
    """Words of a beginning, a middle and an end each."""

    def __init__(self, first: str, middle: str, last: str) -> None:
        self._parts = first.split(), middle.split(), last.split()
        self._count = len(self._parts[0]) * len(self._parts[1]) * len(self._parts[2])

    def draw(self, draw: Draw) -> str:
        """Return one of the words."""
        first, middle, last = self._parts
        # Neighbours in rank shall not look alike: frequent words are not one another's typos.
        rest, start = divmod(int(self._count ** draw()) * 7_368_787, len(first))
        rest, inner = divmod(rest, len(middle))
        return first[start] + middle[inner] + last[rest % len(last)]


SURNAMES = Coinage(
    "Al An Bar Bel Ben Bor Bran Cal Car Cas Cor Dal Dar Del Dor El En Es Fal Fer Gal Gar Gil Gon Hal Har Hen Hol Is Jan"
    " Kal Kar Kel Kor Lan Lar Len Lo Mal Mar Mel Mon Mor Nar Nel Nor Ol Or Pal Per Por Quin Ral Ran Ros Sal San Sel Ser"
    " Sol Tal Tar Tor Ur Val Ver Vin Wal Wes Yar Zam",
    "a e i o u da de di do ga gi go ka ki la le li lo ma me mi mo na ne ni no ra re ri ro sa se si so ta te ti to va ve"
    " vi wa ze",
    "bek berg bert by cott dano des dez din don dorf ford gan gard ham hart kar ker land ley lin lo man mann mar mont"
    " nik noz quez ran rez ria rin ro ros sen ski son ston tano tes ton tov tran vich well yan zano zek",
)
"""Names of persons and places, some 175,000."""
PRODUCTS = Coinage(
    "Ac Bio Cal Cor Dex Dur En Flex Gel Hy Ker Lax Med Neu Nor Ort Pan Pro Qua Rel Ser Sol Syn Ther Tri Ul Vas Ver Vit"
    " Xer Zen",
    "a ade ali ani ava co da e eno ero i ido ila ima ino o odo ola omi ona u uma ura",
    "cil dine dol fen flex gen lin lox max med mine nol pax phen pro ral rex rin sol tab tek tex tine trex vane vil xin"
    " zole",
)
"""Trade names, some 20,000."""
TERMS = Coinage(
    "acro arthro brachio bursa capsulo cervico chondro costo cruro dermo dorso endo entero epi fascio fibro gastro"
    " gluteo hemi hyper hypo iliaco inter intra ischio kypho lateral ligamento lumbo mammillo medio meningo meta myo"
    " neuro osteo para patello peri phlebo pleuro poly pseudo radiculo retro sacro sclero scapho semi spondylo sterno"
    " sub supra syndesmo synovio teno thoraco tibio trans vaso",
    "acetabul aponeur articul brachial calcane cardi carp clavicul coccyg crani disc femor fibul gangli gloss humer"
    " lamin lumb malleol menisc metatars myel nephr occipit olecran patell pector phalang plex radi retin sacr scapul"
    " synov tars thec tibi trochle troph uln vertebr",
    "algia apraxia asthenia atrophy ectasia edema esthesia itis lysis malacia oma opathy opexy orrhaphy osis ostenosis"
    " otomy plasia plegia ptosis rrhexis rrhea sclerosis spasm trophy",
)
"""Names of diseases, some 66,000."""
