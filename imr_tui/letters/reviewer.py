"""Who decided: the expert reviewer's states of licensure and specialties, in both wordings of the letters."""

import re

from imr_tui.letters.model import Reviewer

LICENSURE = re.compile(r"State\(?s?\)? of Licensure\s*:\s*", re.IGNORECASE)
CERTIFICATION = re.compile(r"Certification\(?s?\)?\s*/\s*Special(?:ty|ties|ty\(s\)|ty\(ies\))\s*:\s*", re.IGNORECASE)
BOARD_CERTIFIED = re.compile(
    r"\b(?:Board[- ]Certified in|Licensed in|is an? licensed) (?P<specialties>.{2,300}?),?\s+(?:and\s+)?"
    r"(?:(?:he|she|he/she)?\s*is\s+)?licensed to practice(?: medicine)? in (?:the )?(?:states? of )?"
    r"(?P<states>.{2,300}?)(?:\.(?:\s|$)|$)",
    re.IGNORECASE,
)
NEXT_SENTENCE = re.compile(r"\s(?:He/she|The (?:expert|physician) reviewer|MAXIMUS Federal Services)\s", re.IGNORECASE)
LIST_COMMA = re.compile(r"\s*[,;]\s*(?:and\s+)?", re.IGNORECASE)
SUBSPECIALTY = re.compile(
    r",?\s*(?:and\s+)?(?:he/she\s+)?(?:has|with)\s+(?:an?\s+)?"
    r"(?:subspecialty|sub-specialty|subspecialties|certificate|added qualifications?)(?:\s+certificate)?\s+in\s+",
    re.IGNORECASE,
)
WASHINGTON_DC = re.compile(r"\bWashington,?\s+D\.?\s?C\b\.?", re.IGNORECASE)
AND = re.compile(r"\s+and\s+", re.IGNORECASE)
ONE_SPECIALTY = re.compile(
    r"Physical Medicine,? and Rehabilitation|Obstetrics and Gynecology|Allergy and Immunology"
    r"|Psychiatry and Neurology|Oral and Maxillofacial (?:Surgery|Radiology|Pathology)|Foot and Ankle(?: Surgery)?"
    r"|Hospice and Palliative (?:Medicine|Care)|Plastic and Reconstructive Surgery|Ear,? Nose,? and Throat"
    r"|(?:Diagnostic|Vascular) and Interventional Radiology|Colon and Rectal Surgery"
    r"|Thoracic and Cardiac Surgery|Thoracic and Cardiovascular Surgery|Cardiothoracic and Vascular Surgery"
    r"|Hand and Upper Extremity(?: Surgery)?|Head and Neck Surgery|Orthopa?edic and Spine Surgery"
    r"|(?:Public Health and )?General Preventive Medicine|Occupational and Environmental Medicine"
    r"|Preventive and Occupational Medicine|Pulmonary and Critical Care(?: Medicine)?"
    r"|Pulmonary Disease and Critical Care Medicine|Child and Adolescent Psychiatry|Neurology and Psychiatry"
    r"|Anatomic and Clinical Pathology|Endocrinology,? Diabetes,? and Metabolism|Undersea and Hyperbaric Medicine"
    r"|Neurology with Special Qualifications in Child Neurology|Family and Community Medicine"
    r"|Blood Banking and Transfusion Medicine|Female Pelvic Medicine and Reconstructive Surgery",
    re.IGNORECASE,
)
"""Names of single specialties that hold an "and" (American Board of Medical Specialties, and usual wordings)."""

STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas",
    "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan",
    "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada",
    "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina",
    "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania",
    "PR": "Puerto Rico", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee",
    "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia",
    "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip


def read_reviewer(text: str) -> Reviewer:
    """Read the reviewer from the folded text of `HOW THE IMR FINAL DETERMINATION WAS MADE`."""
    states = _labelled(LICENSURE, text)
    specialties = _labelled(CERTIFICATION, text)
    if states or specialties:
        return Reviewer(_states(states), tuple(_parts(LIST_COMMA, specialties)))
    found = BOARD_CERTIFIED.search(text)
    if found is None:
        return Reviewer()
    return Reviewer(_states(found["states"]), _spoken_specialties(found["specialties"]))


def _labelled(label: re.Pattern[str], text: str) -> str:
    found = label.search(text)
    if found is None:
        return ""
    ends = (LICENSURE, CERTIFICATION, NEXT_SENTENCE)
    stops = [stop.start() for end in ends if (stop := end.search(text, found.end()))]
    return text[found.end() : min(stops, default=len(text))]


def _states(text: str) -> tuple[str, ...]:
    listed = WASHINGTON_DC.sub("DC", text)
    names = [name for part in _parts(LIST_COMMA, listed) for name in _parts(AND, part)]
    return tuple(dict.fromkeys(STATES.get(name.replace(".", "").upper(), name) for name in names))


def _spoken_specialties(text: str) -> tuple[str, ...]:
    # "X and Y" are two, unless the "and" belongs to one name: such names are hidden while the text is split.
    whole = ONE_SPECIALTY.findall(text)
    masked = SUBSPECIALTY.sub(", ", ONE_SPECIALTY.sub("\0", text))
    parts = [part for listed in _parts(LIST_COMMA, masked) for part in _parts(AND, listed)]
    names = iter(whole)
    return tuple(re.sub("\0", lambda _: next(names), part) for part in parts)


def _parts(separator: re.Pattern[str], text: str) -> list[str]:
    return [part.strip(" .") for part in separator.split(text) if part.strip(" .")]
