"""Names of states and of medical specialties, as the letters write them."""

import re

WASHINGTON_DC = re.compile(r"\bWashington,?\s+D\.?\s?C\b\.?", re.IGNORECASE)
AND = re.compile(r"\s+and\s+", re.IGNORECASE)
ONE_SPECIALTY = re.compile(
    r"Physical Medicine,? and Rehabilitation|Obstetrics and Gynecology|Allergy and Immunology"
    r"|Psychiatry and Neurology|Oral and Maxillofacial (?:Surgery|Radiology|Pathology)|Foot and Ankle(?: Surgery)?"
    r"|Hospice and Palliative (?:Medicine|Care)|Plastic and Reconstructive Surgery|Ear,? Nose,? and Throat"
    r"|(?:Diagnostic|Vascular) and Interventional Radiology|Colon and Rectal Surgery"
    r"|Thoracic and Cardiac Surgery|Thoracic and Cardiovascular Surgery|Cardiothoracic and Vascular Surgery"
    r"|(?:Hand|Shoulder|Elbow|Hip|Knee|Head|Neck|Ankle|Wrist|Spine|Adult|Joint)"
    r" and (?:Upper Extremity|Elbow|Knee|Hip|Neck|Foot|Wrist|Hand|Spine|Joint|Ankle|Shoulder)"
    r"(?: Surgery| Reconstruction)?"
    r"|Orthopa?edic and Spine Surgery"
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
