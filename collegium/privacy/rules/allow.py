"""What must stay quiet: words of oncology, eponyms, institutions, and names that are also words.

After DOMAIN.md, appendix C, and `phi_types.json` (`never_flag`), which are this project's own lists.
"""

import re

from collegium.privacy.lexicon import names, ordinary_words


def words(listed: str) -> frozenset[str]:
    """The words of a list written as running text, in lower case."""
    return frozenset(listed.lower().split())


EPONYMS = words(
    "Hodgkin Hodgkin's Burkitt Burkitt's Wilms Wilms' Ewing Ewing's Kaposi Kaposi's Paget Paget's Merkel "
    "Waldenström Waldenstrom "
    "Waldenström's Waldenstrom's Sézary Sezary Krukenberg Pancoast Whipple Whipple's Ivor Lewis Hartmann "
    "Kaplan Kaplan-Meier Meier Cox "
    "Fisher Fisher's Bonferroni Nigro Karnofsky Charlson Breslow Clark Gleason Mohs Bence Jones "
    "Reed-Sternberg Sternberg Philadelphia "
    "Lynch Li-Fraumeni Fraumeni Cowden Gardner Gardner's Peutz-Jeghers Barrett Barrett's Crohn Crohn's "
    "Graves Graves' Cushing Cushing's "
    "Addison Addison's Horner Horner's Virchow Virchow's Trousseau Trousseau's Sister Joseph Joseph's Down "
    "Down's Turner Turner's "
    "Klinefelter Klinefelter's Fanconi Fanconi's Bloom Bloom's Nottingham Scarff Richardson Fuhrman Binet "
    "Rai Durie-Salmon Durie Salmon "
    "Ann Arbor Lugano Deauville Child-Pugh Child Pugh Milan Okuda Barcelona Dukes Duke's Astler-Coller "
    "Bethesda Nissen Hickman Broviac Groshong "
    "Port-a-Cath Ommaya Gamma Hounsfield Gail Claus Tyrer-Cuzick Cuzick Cockcroft-Gault Cockcroft Gault "
    "Calvert Bayes Bayesian Simon Simon's "
    "Fleming Markov Student's Wilcoxon Mann-Whitney Pearson Spearman Schoenfeld Ki Oncotype Birt-Hogg-Dubé "
    "Hippel-Lindau Hirschsprung "
    "Zollinger-Ellison Ellison Meckel Meckel's Hürthle Hurthle Sertoli Sertoli-Leydig Leydig Brenner "
    "Klatskin Askin Castleman Castleman's "
    "Rosai-Dorfman Richter Richter's Sweet Sweet's Parkinson Parkinson's Alzheimer Alzheimer's Raynaud "
    "Raynaud's Sjogren Sjögren's Guillain-Barré "
    "Lambert-Eaton Eaton Bowen Bowen's Queyrat Spitz Bell Bell's Bartholin Cowper Muir-Torre Torre Ollier "
    "Maffucci Warthin Warthin's Schwann "
    "Ludwig Fournier Budd-Chiari Coombs Coomb's Gram Giemsa Wright Papanicolaou Pap Schiller Halsted Patey "
    "Billroth Roux Kraske Kocher Pringle "
    "Miles Trendelenburg Foley Penrose Jackson-Pratt Swan-Ganz Ki-67 Lhermitte Lhermitte's Brown-Séquard "
    "Romberg Babinski Glasgow Duke Dunn"
)
# Phrases that hold a person's name but mean an institution, a charity, a procedure or a place.
PHRASES = re.compile(
    r"\b(?:M\. ?D\. Anderson|MD Anderson|Dana[- ]Farber|Johns? Hopkins|(?:Memorial )?Sloan[- ]Kettering|"
    r"Fred Hutch(?:inson)?|Sidney Kimmel|"
    r"Dan L\. Duncan|Roswell Park|Susan G\.? Komen|Lance Armstrong|Princess Margaret|Mayo Clinic|"
    r"Cleveland Clinic|Cedars[- ]Sinai|Mount Sinai|"
    r"Fox Chase|Barnes[- ]Jewish|Norris Cotton|Herbert Irving|Helen Diller|Gustave Roussy|Institut Curie|"
    r"Robert H\. Lurie|Huntsman|"
    r"Robert Wood Johnson|Walter Reed|Kaiser Permanente|Blue Cross|Blue Shield|Ivor Lewis|"
    r"Sister Mary Joseph|Bence Jones|Ann Arbor|Virginia Mason|"
    r"Kaplan[- ]Meier|Reed[- ]Sternberg|Li[- ]Fraumeni|Jackson[- ]Pratt|Mary Ann Liebert|"
    r"Lippincott Williams|Eli Lilly|Johnson & Johnson|"
    r"Bristol[- ]Myers|Palmer House|Gunderson Building|Hale and Dorr|Lou Gehrig|Von Hippel|Henry Schein|"
    r"Merck|St\.? Jude(?:'s)?|Sara(?:h)? Cannon|"
    r"Robert Larner|Perry Wilson|Lady Windermere|Charles River|San Antonio|San Francisco|San Diego|"
    r"Los Angeles|Santa Fe|St\.? Louis|St\.? Paul)\b"
)
# What follows a person's name when an institution, a prize or a method is meant.
NAMED_AFTER = re.compile(
    r"(?:'s|’s)?(?:[ -][A-Z&][\w&.'-]{0,16}){0,3}[ -](?:Cancer|Cent(?:er|re)s?|Clinics?|Hospitals?|"
    r"Institute?|Foundation|University|College|School|Medical|"
    r"Health|Memorial|Fund|Award|Prize|Lecture\w{0,4}|Medal|Chair|Fellow\w{0,4}|Act|Building|Hall|"
    r"Auditorium|Room|Pavilion|Tower|Library|Laborator\w{1,3}|"
    r"Street|Avenue|Road|Lane|Boulevard|Drive|Airport|Hotel|House|County|Trial|Group|Press|Society|Inc|LLC|"
    r"Corp|Pharma\w{0,12})\b"
    r"|(?:'s|’s)?[ -](?:diseases?|syndromes?|lymphomas?|tumou?rs?|sarcomas?|carcinomas?|cells?|nodes?|"
    r"scores?|scales?|index|criteria|classification|"
    r"staging|stage|grade|levels?|tests?|models?|method|formula|procedures?|operation|resection|repair|"
    r"technique|regimen|protocol|curves?|plots?|"
    r"regression|correction|catheters?|lines?|ports?|drains?|stain|bodies|body|protein|sign|palsy|"
    r"esophagus|ulcer|anemia|thickness|mutation|"
    r"translocation|chromosome|analys[ie]s|estimates?|hazards?|law|rule|effect|reaction|phenomenon|area|"
    r"space|triangle|pouch|diverticulum|patients)\b"
)
NOT_NAMES = words(
    # months, days, seasons and places that may start a sentence or a list
    "January February March April May June July August September October November December Monday Tuesday "
    "Wednesday Thursday Friday "
    "Saturday Sunday Spring Summer Autumn Fall Winter Christmas Easter Thanksgiving "
    # words that lead sentences and headings in posts
    "The This That These Those There Here My Our Your His Her Their Its We You They She He It If In On At "
    "By For From With Without Any "
    "Anyone Would Could Should Will Can Does Do Did Has Have Had Is Are Was Were Who What When Where Why "
    "How Which After Before Since "
    "While Until Although Because But And Or Not No Yes Also Just Only Still Now Then Thanks Thank Please "
    "Hi Hello Dear Best Regards "
    "Sincerely Agree Agreed Congratulations Welcome Question Case Re Fwd Update Edit Ps Fyi Stat Status "
    "Plan History Exam Labs Imaging "
    "Path Pathology Impression Assessment Background Pt Patient Patients Mr Mrs Ms Miss Dr Prof Drs "
    "Colleagues Members Everyone All Both "
    "Each Some Many Most Few Two Three Four Five Six Seven Eight Nine Ten First Second Third One Another "
    "Other Same Such Very More Less "
    # medicine
    "Stage Grade Phase Cycle Arm Arms Level Cancer Cancers Carcinoma Lymphoma Leukemia Myeloma Melanoma "
    "Sarcoma Tumor Tumors Tumour Breast "
    "Lung Colon Rectal Prostate Ovarian Pancreas Pancreatic Gastric Liver Brain Bone Renal Kidney Bladder "
    "Thyroid Cervical Uterine Skin "
    "Head Neck Oncology Oncologist Oncologists Hematology Radiation Radiology Surgery Surgical Medical "
    "Medicine Clinical Clinic Clinics "
    "Hospital Hospitals Center Centre Centers Institute University College School Department Division "
    "Foundation Society Association "
    "Academy Board Committee Council Group Network Program Project Study Trial Trials Protocol Registry "
    "Consortium Alliance Initiative "
    "Journal Press Report Guidelines Guideline Medicare Medicaid Congress Senate House Federal State "
    "States American National "
    "International European Annual Meeting Symposium Session Lecture Award Fund Memorial Trust Health Care "
    "Healthcare Insurance Blue Cross "
    "Shield Aetna Cigna Humana Anthem Optum Genentech Roche Pfizer Novartis Merck Lilly Amgen Sanofi Bayer "
    "Celgene Medtronic Siemens Varian "
    "Elekta Abbott Boston Scientific Bard Baxter Epic Cerner Foundation Guardant Myriad Agendia Exact "
    "Caris Tempus Herceptin Avastin Taxol "
    "Taxotere Gleevec Tarceva Iressa Erbitux Vectibix Xeloda Gemzar Alimta Abraxane Rituxan Revlimid "
    "Velcade Thalomid Zometa Xgeva Aranesp "
    "Neulasta Neupogen Procrit Epogen Zofran Aloxi Emend Decadron Lupron Zoladex Casodex Xtandi Zytiga "
    "Provenge Jevtana Yervoy Zelboraf "
    "Sutent Nexavar Afinitor Votrient Inlyta Torisel Tykerb Perjeta Kadcyla Halaven Ixempra Doxil "
    "Adriamycin Cytoxan Ellence Navelbine "
    "Temodar Gliadel Optune Keytruda Opdivo Tecentriq Imfinzi Ibrance Kisqali Verzenio Lynparza Zejula "
    "Tagrisso Alecensa Xalkori Faslodex "
    "Arimidex Femara Aromasin Evista Fareston Megace Marinol Ritalin Ativan Haldol Lasix Coumadin Lovenox "
    "Xarelto Eliquis Plavix Lipitor "
    "Tylenol Advil Benadryl Compazine Reglan Zyprexa Cymbalta Neurontin Lyrica Oncotype Mammaprint "
    "Decipher Prosigna Signatera Xpert "
    "English Spanish French German Greek Latin Polish Russian Chinese Japanese Indian Irish Italian Hmong "
    "Somali Amish Mennonite Hutterite "
    "Catholic Lutheran Jewish Muslim Hindu Baptist Mormon Christian Jehovah Jehovah's Witness God Lord "
    "Asian African Hispanic Latino White "
    "Black Caucasian Internet Google Twitter Facebook Skype Word Excel Uptodate Pubmed Medline Cochrane "
    "Bayesian Internal Editor Secretary "
    "Mom Mum Dad Daddy Mommy Grandma Grandpa Granny Mother Father Sister Brother Aunt Uncle Wife Husband "
    "Son Daughter Niece Nephew "
    "Cousin Grandson Granddaughter Grandmother Grandfather Baby Spouse Partner Parents President Chairman "
    "Chair Chairwoman Chairperson Director Speaker Treasurer Vice Past Elect Senior Junior Governor Mayor "
    "Senator Judge"
)
_DRUG = re.compile(
    r"\w{2,16}(?:mab|nib|platin|taxel|rubicin|citabine|zole|prazole|parib|ciclib|limus|mustine|tecan|bine|"
    r"domide|zomib|trexate|trexed|"
    r"stim|poietin|relin|relix|lutamide|oxifen|estrant|dronate|setron|pitant|mycin|vir|statin|sartan|olol|"
    r"dipine|cillin|oma|omas|emia|"
    r"itis|osis|opathy|ectomy|ostomy|otomy|scopy|plasty|gram|ology|ologist|ologists|ine|ide|ase|imumab|cel)"
)

STATES = words(
    "Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Georgia Hawaii Idaho "
    "Illinois Indiana Iowa Kansas "
    "Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi Missouri Montana "
    "Nebraska Nevada Hampshire Jersey "
    "Mexico York Carolina Dakota Ohio Oklahoma Oregon Pennsylvania Rhode Tennessee Texas Utah Vermont "
    "Virginia Washington Wisconsin Wyoming"
)
STATE_CODES = frozenset(
    code.upper()
    for code in words(
        "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND "
        "OH OK OR PA RI SC SD TN TX "
        "UT VT VA WA WV WI WY DC PR"
    )
)
# Given names that are also words or that lead sentences: they need more evidence than a capital letter.
_NAMES_FIRST = words(
    "Bob Carol Chuck Don Harry Jack Ken Mike Nick Peter Rob Robin Sally Sue Ray Maria Martin Victor Barb "
    "Patty Jay Lee Derrick Dolly Earl "
    "Kitty Ruby Sherry Rosemary Homer John Meg Dick Tad Fanny Reed Warren Walker Heather Holly Hazel "
    "Laurel Lily Pearl Viola Violet Daisy "
    "Iris Ivy Myrtle Olive Opal Fern Flora Eve Melody Penny Candy Brandy Ginger Sandy Glen Dean Clay "
    "Newton Basil Cliff Wade Rod Curt Ward"
)


def is_word(token: str) -> bool:
    """Is this, in lower case, an ordinary or a medical word rather than a name?"""
    low = token.lower().removesuffix("'s").removesuffix("’s")
    given, family = names()
    if low in NOT_NAMES:
        return True
    if low in _NAMES_FIRST:
        return False
    if low in ordinary_words():
        return True
    return low not in given and low not in family and bool(_DRUG.fullmatch(low))


def is_given_name(token: str) -> bool:
    """A given name that is not an ordinary word too ("Gladys"; not "Will", "May", "Grace")."""
    low = token.lower()
    return low in names()[0] and not is_word(low)


def is_family_name(token: str) -> bool:
    """A frequent family name that is not an ordinary word too ("Kessler"; not "White", "Port")."""
    low = token.lower().removesuffix("'s").removesuffix("’s")
    return low in names()[1] and not is_word(low)


def could_be_given_name(token: str) -> bool:
    """A given name, also one that is a word ("Grace"), but no word that leads sentences ("May", "Will")."""
    low = token.lower()
    return low in names()[0] and low not in NOT_NAMES


def could_be_name(token: str) -> bool:
    """Could this capitalised token be part of a name at all? Unknown words could, ordinary words could not."""
    low = token.lower().removesuffix("'s").removesuffix("’s")
    given, family = names()
    return low in given or low in family or not is_word(token)
