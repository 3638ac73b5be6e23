"""Names, towns and trades that the demo's insured people are made of, by country."""

from __future__ import annotations

from typing import Final, NamedTuple


class Country(NamedTuple):
    """What differs from one country's portfolio to another's."""

    family: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]
    towns: tuple[tuple[str, str], ...]  # name, postal code
    streets: tuple[str, ...]
    phone: str
    domain: str
    identity: str
    currency: str
    tax: str


MAROC: Final = Country(
    family=(
        "Alaoui", "Amrani", "Belhaj", "Benali", "Benjelloun", "Bennani", "Berrada", "Bouazza",
        "Chraïbi", "El Fassi", "El Idrissi", "El Mansouri", "Filali", "Guessous", "Haddad",
        "Jettou", "Kabbaj", "Lahlou", "Lazrak", "Mernissi", "Naciri", "Ouazzani", "Rahmani",
        "Sbihi", "Sebti", "Skalli", "Tahiri", "Tazi", "Zerouali", "Zniber",
    ),
    women=(
        "Aïcha", "Amina", "Asmae", "Btissam", "Fatima-Zahra", "Ghita", "Hajar", "Imane", "Kenza",
        "Khadija", "Leïla", "Meryem", "Nadia", "Naïma", "Salma", "Sanae", "Soukaïna", "Zineb",
    ),
    men=(
        "Abdelkader", "Adil", "Amine", "Anass", "Driss", "Hamza", "Hassan", "Hicham", "Idriss",
        "Khalid", "Mehdi", "Mohammed", "Nabil", "Omar", "Rachid", "Reda", "Saïd", "Youssef",
    ),
    towns=(
        ("Casablanca", "20000"), ("Rabat", "10000"), ("Fès", "30000"), ("Marrakech", "40000"),
        ("Tanger", "90000"), ("Agadir", "80000"), ("Meknès", "50000"), ("Oujda", "60000"),
        ("Kénitra", "14000"), ("Tétouan", "93000"), ("El Jadida", "24000"), ("Salé", "11000"),
    ),
    streets=(
        "boulevard Mohammed V", "avenue Hassan II", "rue Ibn Sina", "avenue des FAR",
        "rue Allal Ben Abdellah", "boulevard Zerktouni", "rue Moulay Youssef",
    ),
    phone="+212 6", domain="courriel.ma.example", identity="CIN", currency="MAD", tax="14",
)  # fmt: skip

FRANCE: Final = Country(
    family=(
        "André", "Bernard", "Bertrand", "Blanc", "Bonnet", "Chevalier", "Clément", "David",
        "Dubois", "Dupont", "Durand", "Faure", "Fontaine", "François", "Garnier", "Gauthier",
        "Girard", "Guérin", "Lambert", "Lefèvre", "Legrand", "Leroy", "Marchand", "Martin",
        "Mercier", "Moreau", "Morel", "Müller", "Noël", "Petit", "Renaud", "Richard", "Robert",
        "Rousseau", "Roux", "Simon", "Thomas", "Vidal", "Vincent", "Weber",
    ),
    women=(
        "Agnès", "Alice", "Anaïs", "Aurélie", "Béatrice", "Camille", "Cécile", "Chloé", "Claire",
        "Élodie", "Émilie", "Françoise", "Hélène", "Inès", "Julie", "Léa", "Louise", "Manon",
        "Margaux", "Mélanie", "Noémie", "Océane", "Solène", "Valérie", "Zoé",
    ),
    men=(
        "Adrien", "Alexandre", "Antoine", "Arnaud", "Benoît", "Cédric", "Clément", "Étienne",
        "Frédéric", "Gaël", "Grégoire", "Guillaume", "Hugo", "Jérôme", "Joël", "Julien", "Loïc",
        "Lucas", "Mathieu", "Maxime", "Nicolas", "Rémi", "Sébastien", "Théo", "Yann",
    ),
    towns=(
        ("Paris", "75011"), ("Lyon", "69003"), ("Marseille", "13006"), ("Toulouse", "31000"),
        ("Nantes", "44000"), ("Lille", "59000"), ("Bordeaux", "33000"), ("Strasbourg", "67000"),
        ("Rennes", "35000"), ("Montpellier", "34000"), ("Grenoble", "38000"), ("Dijon", "21000"),
        ("Angers", "49000"), ("Saint-Étienne", "42000"), ("Besançon", "25000"), ("Nîmes", "30000"),
        ("Orléans", "45000"), ("Évreux", "27000"), ("Quimper", "29000"), ("Pau", "64000"),
        ("Annecy", "74000"), ("Béziers", "34500"), ("Chambéry", "73000"), ("Niort", "79000"),
    ),
    streets=(
        "rue de la République", "avenue Jean-Jaurès", "rue Victor-Hugo", "place de l'Église",
        "rue des Écoles", "boulevard Voltaire", "chemin du Moulin", "rue Pasteur",
    ),
    phone="+33 6", domain="courriel.fr.example", identity="CNI", currency="EUR", tax="9",
)  # fmt: skip

TUNISIE: Final = Country(
    family=(
        "Abidi", "Ayari", "Baccouche", "Belhadj", "Ben Achour", "Ben Amor", "Ben Salah",
        "Bouzid", "Chebbi", "Dridi", "Essebsi", "Ferchichi", "Gharbi", "Hammami", "Jaziri",
        "Jebali", "Khelifi", "Laabidi", "Mabrouk", "Maalej", "Mejri", "Nasri", "Rezgui",
        "Sassi", "Slimane", "Trabelsi", "Toumi", "Yahyaoui", "Zaouali", "Zribi",
    ),
    women=(
        "Amel", "Asma", "Chaïma", "Dorra", "Emna", "Hela", "Ines", "Lilia", "Mariem", "Mouna",
        "Nesrine", "Olfa", "Rim", "Rym", "Sarra", "Sonia", "Wafa", "Yosra",
    ),
    men=(
        "Ali", "Anis", "Aymen", "Bilel", "Chokri", "Fethi", "Habib", "Haythem", "Houssem",
        "Karim", "Lotfi", "Mongi", "Nizar", "Ridha", "Sami", "Skander", "Taïeb", "Walid",
    ),
    towns=(
        ("Tunis", "1000"), ("Sfax", "3000"), ("Sousse", "4000"), ("Kairouan", "3100"),
        ("Bizerte", "7000"), ("Gabès", "6000"), ("Ariana", "2080"), ("Monastir", "5000"),
        ("Nabeul", "8000"), ("La Marsa", "2070"),
    ),
    streets=(
        "avenue Habib-Bourguiba", "rue de Marseille", "avenue de la Liberté", "rue Ibn Khaldoun",
        "avenue de Carthage", "rue du Lac Léman", "rue Farhat-Hached",
    ),
    phone="+216 2", domain="courriel.tn.example", identity="CIN", currency="TND", tax="12",
)  # fmt: skip

TRADES: Final = (
    "Agriculteur", "Architecte", "Artisan", "Avocate", "Boulanger", "Cadre", "Chauffeur",
    "Commerçante", "Comptable", "Enseignante", "Étudiant", "Fonctionnaire", "Infirmière",
    "Ingénieure", "Kinésithérapeute", "Médecin", "Menuisier", "Pharmacienne", "Retraité",
    "Technicien",
)  # fmt: skip

CARS: Final = (
    "Dacia Logan", "Dacia Duster", "Renault Clio", "Renault Mégane", "Peugeot 208",
    "Peugeot 3008", "Citroën C3", "Volkswagen Golf", "Hyundai i10", "Kia Picanto",
    "Toyota Yaris", "Fiat 500",
)  # fmt: skip

PRODUCTS: Final = (
    ("AUTO-T", "Auto au tiers", "AUTO", "2.50", "3200.00"),
    ("AUTO-TR", "Auto tous risques", "AUTO", "4.20", "6800.00"),
    ("HAB-B", "Habitation essentielle", "HABITATION", "1.10", "1450.00"),
    ("HAB-P", "Habitation étendue", "HABITATION", "1.80", "2390.50"),
    ("SAN-I", "Santé individuelle", "SANTE", "3.00", "4100.00"),
    ("SAN-F", "Santé famille", "SANTE", "3.60", "7450.00"),
    ("VIE-E", "Épargne vie", "VIE", "2.00", "5000.00"),
    ("RC-PRO", "Responsabilité civile professionnelle", "HABITATION", "2.75", "2875.25"),
    ("TRANSP", "Marchandises transportées", "TRANSPORT", "5.10", "9900.00"),
)

CLAIMS: Final = {
    "AUTO": (
        ("AUTO", "Choc arrière à un feu rouge, aucun blessé."),
        ("AUTO", "Sortie de route par temps de pluie, véhicule immobilisé."),
        ("BRIS", "Pare-brise fendu par un gravillon sur l'autoroute."),
        ("VOL", "Véhicule dérobé la nuit sur la voie publique, plainte déposée."),
    ),
    "HABITATION": (
        ("EAUX", "Rupture d'une canalisation encastrée, plafond du voisin touché."),
        ("INCENDIE", "Départ de feu dans la cuisine, fumées dans trois pièces."),
        ("VOL", "Cambriolage par effraction, serrure à remplacer."),
        ("RC", "Chute d'un passant sur le pas de porte, cheville foulée."),
    ),
    "SANTE": (("RC", "Hospitalisation à la suite d'une chute à domicile."),),
    "VIE": (("RC", "Demande de rachat partiel contestée."),),
    "TRANSPORT": (
        ("AUTO", "Palettes endommagées au déchargement."),
        ("VOL", "Colis manquants à la livraison, réserves portées."),
    ),
}

EXPERTS: Final = (
    "Cabinet Mansour", "Cabinet Lefort & associés", "Expertises du Sud", "Bureau Atlas",
    "Cabinet Zitouna", "Union d'experts",
)  # fmt: skip
