"""The places and agencies that a new installation begins with: five countries, the fourteen regions of Uzbekistan and
some of its districts, and the kinds of agency of the programme under generic national names."""

Row = tuple[str, str, str, str]  # code, English, Russian, Uzbek

COUNTRIES: tuple[Row, ...] = (
    ("UZ", "Uzbekistan", "Узбекистан", "Oʻzbekiston"),
    ("KZ", "Kazakhstan", "Казахстан", "Qozogʻiston"),
    ("KG", "Kyrgyzstan", "Кыргызстан", "Qirgʻiziston"),
    ("TJ", "Tajikistan", "Таджикистан", "Tojikiston"),
    ("TM", "Turkmenistan", "Туркменистан", "Turkmaniston"),
)

# Codes of regions follow ISO 3166-2; codes of districts are ours.
REGIONS: tuple[Row, ...] = (
    ("UZ-QR", "Republic of Karakalpakstan", "Республика Каракалпакстан", "Qoraqalpogʻiston Respublikasi"),
    ("UZ-AN", "Andijan region", "Андижанская область", "Andijon viloyati"),
    ("UZ-BU", "Bukhara region", "Бухарская область", "Buxoro viloyati"),
    ("UZ-FA", "Fergana region", "Ферганская область", "Fargʻona viloyati"),
    ("UZ-JI", "Jizzakh region", "Джизакская область", "Jizzax viloyati"),
    ("UZ-QA", "Kashkadarya region", "Кашкадарьинская область", "Qashqadaryo viloyati"),
    ("UZ-XO", "Khorezm region", "Хорезмская область", "Xorazm viloyati"),
    ("UZ-NG", "Namangan region", "Наманганская область", "Namangan viloyati"),
    ("UZ-NW", "Navoi region", "Навоийская область", "Navoiy viloyati"),
    ("UZ-SA", "Samarkand region", "Самаркандская область", "Samarqand viloyati"),
    ("UZ-SU", "Surkhandarya region", "Сурхандарьинская область", "Surxondaryo viloyati"),
    ("UZ-SI", "Syrdarya region", "Сырдарьинская область", "Sirdaryo viloyati"),
    ("UZ-TO", "Tashkent region", "Ташкентская область", "Toshkent viloyati"),
    ("UZ-TK", "Tashkent city", "город Ташкент", "Toshkent shahri"),
)

DISTRICTS: tuple[Row, ...] = (
    ("UZ-TO-QIBRAY", "Qibray district", "Кибрайский район", "Qibray tumani"),
    ("UZ-TO-ZANGIOTA", "Zangiota district", "Зангиатинский район", "Zangiota tumani"),
    ("UZ-TO-QUYICHIRCHIQ", "Lower Chirchiq district", "Куйичирчикский район", "Quyichirchiq tumani"),
    ("UZ-TO-TOSHKENT", "Tashkent district", "Ташкентский район", "Toshkent tumani"),
    ("UZ-TK-YUNUSOBOD", "Yunusabad district", "Юнусабадский район", "Yunusobod tumani"),
    ("UZ-TK-CHILONZOR", "Chilanzar district", "Чиланзарский район", "Chilonzor tumani"),
    ("UZ-AN-ASAKA", "Asaka district", "Асакинский район", "Asaka tumani"),
    ("UZ-AN-XOJAOBOD", "Khojaabad district", "Ходжаабадский район", "Xoʻjaobod tumani"),
    ("UZ-FA-QUVA", "Kuva district", "Кувинский район", "Quva tumani"),
    ("UZ-FA-RISHTON", "Rishtan district", "Риштанский район", "Rishton tumani"),
    ("UZ-NG-KOSONSOY", "Kasansay district", "Касансайский район", "Kosonsoy tumani"),
    ("UZ-SA-URGUT", "Urgut district", "Ургутский район", "Urgut tumani"),
    ("UZ-SU-TERMIZ", "Termez district", "Термезский район", "Termiz tumani"),
    ("UZ-SU-SARIOSIYO", "Sariasiya district", "Сариасийский район", "Sariosiyo tumani"),
    ("UZ-BU-OLOT", "Alat district", "Алатский район", "Olot tumani"),
    ("UZ-XO-SHOVOT", "Shavat district", "Шаватский район", "Shovot tumani"),
    ("UZ-QR-QONGIROT", "Kungrad district", "Кунградский район", "Qoʻngʻirot tumani"),
    ("UZ-JI-ZOMIN", "Zaamin district", "Зааминский район", "Zomin tumani"),
    ("UZ-SI-SIRDARYO", "Syrdarya district", "Сырдарьинский район", "Sirdaryo tumani"),
    ("UZ-QA-QARSHI", "Karshi district", "Каршинский район", "Qarshi tumani"),
    ("UZ-NW-KARMANA", "Karmana district", "Карманинский район", "Karmana tumani"),
)

# The code is the kind; a programme adds its own bodies under the same kinds.
AGENCIES: tuple[Row, ...] = (
    ("border service", "Border service", "Пограничная служба", "Chegara xizmati"),
    ("customs", "Customs", "Таможенная служба", "Bojxona xizmati"),
    ("internal affairs", "Internal affairs", "Органы внутренних дел", "Ichki ishlar organlari"),
    ("prosecutor's office", "Prosecutor’s office", "Прокуратура", "Prokuratura"),
    ("court", "Court", "Суд", "Sud"),
    ("migration", "Migration service", "Миграционная служба", "Migratsiya xizmati"),
    ("social protection", "Social protection", "Социальная защита", "Ijtimoiy himoya"),
    ("health", "Health", "Здравоохранение", "Sogʻliqni saqlash"),
    ("education", "Education", "Образование", "Taʼlim"),
    ("labour inspection", "Labour inspection", "Инспекция труда", "Mehnat inspeksiyasi"),
    ("ngo", "Non-governmental organisation", "Неправительственная организация", "Nodavlat tashkilot"),
    ("mahalla", "Mahalla", "Махалля", "Mahalla"),
    ("ombuds", "Ombuds institution", "Институт омбудсмана", "Ombudsman instituti"),
    ("consular", "Consular service", "Консульская служба", "Konsullik xizmati"),
    ("academy", "Academy", "Академия", "Akademiya"),
    ("other", "Other body", "Другой орган", "Boshqa tashkilot"),
)
KINDS = tuple(code for code, *_names in AGENCIES)
