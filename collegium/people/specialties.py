"""Names of specialties and subspecialties that a new site starts with (names of public certificates only)."""

NAMES = """
Medical oncology
Hematology
Hematology-oncology
Radiation oncology
Complex general surgical oncology
Gynecologic oncology
Pediatric hematology-oncology
Neuro-oncology
Urologic oncology
Orthopaedic oncology
Head and neck surgical oncology
Thoracic oncology
Bone marrow and stem cell transplantation
Hematopathology
Cytopathology
Interventional radiology and diagnostic radiology
Nuclear medicine
Hospice and palliative medicine
Clinical genetics and genomics (md)
Cardio-oncology
Geriatric oncology
Addiction medicine
Addiction psychiatry
Adolescent medicine
Adult cardiac anesthesiology
Adult congenital heart disease
Advanced heart failure and transplant cardiology
Aerospace medicine
Allergy and immunology
Anesthesiology
Anesthesiology critical care medicine
Blood banking/transfusion medicine
Brain injury medicine
Breast surgical oncology
Cardiac imaging
Cardiovascular disease
Child abuse pediatrics
Child and adolescent psychiatry
Clinical biochemical genetics
Clinical cardiac electrophysiology
Clinical genetics
Clinical informatics
Clinical neurophysiology
Clinical pharmacology
Colon and rectal surgery
Complex family planning
Complex pediatric otolaryngology
Congenital cardiac surgery
Consultation-liaison psychiatry
Critical care medicine
Dermatology
Dermatopathology
Developmental-behavioral pediatrics
Diagnostic radiology
Emergency medical services
Emergency medicine
Endocrinology, diabetes and metabolism
Epilepsy
Family medicine
Forensic psychiatry
Gastroenterology
General practice
Geriatric medicine
Geriatric psychiatry
Health care administration, leadership, and management
Hospital medicine
Infectious disease
Internal medicine
Internal medicine-critical care medicine
Interventional cardiology
Laboratory genetics and genomics
Maternal-fetal medicine
Medical biochemical genetics
Medical physics (diagnostic, nuclear, therapeutic)
Medical toxicology
Micrographic dermatologic surgery
Molecular genetic pathology
Neonatal-perinatal medicine
Nephrology
Neurocritical care
Neurodevelopmental disabilities
Neurological surgery
Neurology
Neurology with special qualification in child neurology
Neuromuscular medicine
Neuropathology
Neuroradiology
Neurotology
Nuclear radiology
Obstetrics and gynecology
Occupational and environmental medicine
Ocular oncology
Ophthalmology
Orthopaedic sports medicine
Orthopaedic surgery
Otolaryngology - head and neck surgery
Pain medicine
Palliative medicine
Pathology - anatomic
Pathology - anatomic/pathology - clinical
Pathology - chemical
Pathology - clinical
Pathology - forensic
Pathology - medical microbiology
Pathology - molecular genetic
Pathology - pediatric
Pediatric anesthesiology
Pediatric cardiology
Pediatric critical care medicine
Pediatric dermatology
Pediatric emergency medicine
Pediatric endocrinology
Pediatric gastroenterology
Pediatric hospital medicine
Pediatric infectious diseases
Pediatric nephrology
Pediatric neuro-oncology
Pediatric pulmonology
Pediatric radiology
Pediatric rehabilitation medicine
Pediatric rheumatology
Pediatric surgery
Pediatric transplant hepatology
Pediatric urology
Pediatrics
Physical medicine and rehabilitation
Plastic surgery
Plastic surgery within the head and neck
Psychiatry
Public health and general preventive medicine
Pulmonary disease
Reproductive endocrinology and infertility
Rheumatology
Sleep medicine
Spinal cord injury medicine
Sports medicine
Surgery
Surgery of the hand
Surgical critical care
Thoracic and cardiac surgery
Transplant hepatology
Undersea and hyperbaric medicine
Urogynecology and reconstructive pelvic surgery
Urology
Vascular neurology
Vascular surgery
""".strip().split("\n")
