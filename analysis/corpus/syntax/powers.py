"""States and parties: their names, adjectives and seats, and the nouns that stand for them."""

from __future__ import annotations

from typing import Final

# Nouns that stand for a state where its name or adjective is before them.
BODIES: Final = frozenset(
    """
    government governments administration regime leadership authorities state military army
    forces troops soldiers officials leaders diplomats ministry agents operatives intelligence
    embassy nation country people side officers spies navy delegation representatives envoys
    lawmakers candidates
    """.split()
)
LANDS: Final = frozenset("country nation homeland state republic kingdom island".split())

# name | adjectives | other names, capital, seats of power; a hyphen is a space
_POWERS: Final = """\
United States|american|u.s. us u.s.a. usa america americans washington white-house pentagon \
state-department capitol-hill
Russia|russian|russians moscow kremlin russian-federation
China|chinese|beijing people's-republic-of-china
North Korea|north-korean|pyongyang dprk north-koreans democratic-people's-republic-of-korea
South Korea|south-korean|seoul south-koreans republic-of-korea
Japan|japanese|tokyo
Britain|british|united-kingdom uk u.k. london downing-street whitehall britons great-britain
France|french|paris elysee élysée elysee-palace
Germany|german|berlin germans
Iran|iranian|tehran iranians islamic-republic
Israel|israeli|jerusalem israelis
Syria|syrian|damascus syrians
Saudi Arabia|saudi saudi-arabian|riyadh saudis
Ukraine|ukrainian|kyiv kiev ukrainians
Turkey|turkish|ankara turks türkiye
India|indian|new-delhi delhi indians
Pakistan|pakistani|islamabad pakistanis
Afghanistan|afghan|kabul afghans
Iraq|iraqi|baghdad iraqis
Egypt|egyptian|cairo egyptians
Mexico|mexican|mexico-city mexicans
Canada|canadian|ottawa canadians
Brazil|brazilian|brasilia brasília brazilians
Argentina|argentine argentinian|buenos-aires
Venezuela|venezuelan|caracas venezuelans
Colombia|colombian|bogota bogotá colombians
Cuba|cuban|havana cubans
Honduras|honduran|tegucigalpa hondurans
Guatemala|guatemalan|guatemala-city guatemalans
El Salvador|salvadoran|san-salvador salvadorans
Nicaragua|nicaraguan|managua
Chile|chilean|santiago
Peru|peruvian|lima
Bolivia|bolivian|la-paz
Ecuador|ecuadorian ecuadorean|quito
Haiti|haitian|port-au-prince haitians
Spain|spanish|madrid spaniards
Italy|italian|rome italians
Portugal|portuguese|lisbon
Netherlands|dutch|the-hague amsterdam
Belgium|belgian|belgians
Austria|austrian|vienna
Switzerland|swiss|bern
Sweden|swedish|stockholm swedes
Norway|norwegian|oslo norwegians
Denmark|danish|copenhagen danes
Finland|finnish|helsinki finns
Iceland|icelandic|reykjavik
Ireland|irish|dublin
Poland|polish|warsaw poles
Hungary|hungarian|budapest hungarians
Czech Republic|czech|prague czechia czechs
Slovakia|slovak|bratislava
Slovenia|slovenian|ljubljana
Croatia|croatian|zagreb
Serbia|serbian|belgrade serbs
Bosnia|bosnian|sarajevo
Kosovo|kosovar|pristina
Albania|albanian|tirana
Greece|greek|athens greeks
Bulgaria|bulgarian|sofia
Romania|romanian|bucharest
Moldova|moldovan|chisinau
Belarus|belarusian belarussian|minsk
Estonia|estonian|tallinn
Latvia|latvian|riga
Lithuania|lithuanian|vilnius
Georgia|georgian|tbilisi
Armenia|armenian|yerevan armenians
Azerbaijan|azerbaijani azeri|baku
Kazakhstan|kazakh|astana
Uzbekistan|uzbek|tashkent
Mongolia|mongolian|ulaanbaatar
Vietnam|vietnamese|hanoi
Thailand|thai|bangkok
Myanmar|burmese|burma naypyidaw
Cambodia|cambodian|phnom-penh
Malaysia|malaysian|kuala-lumpur
Singapore|singaporean|
Indonesia|indonesian|jakarta
Philippines|philippine filipino|manila
Taiwan|taiwanese|taipei
Bangladesh|bangladeshi|dhaka
Sri Lanka|sri-lankan|colombo
Nepal|nepali nepalese|kathmandu
Australia|australian|canberra australians
New Zealand|new-zealand|wellington
South Africa|south-african|pretoria
Nigeria|nigerian|abuja
Kenya|kenyan|nairobi
Ethiopia|ethiopian|addis-ababa
Sudan|sudanese|khartoum
Somalia|somali|mogadishu
Libya|libyan|tripoli
Tunisia|tunisian|tunis
Algeria|algerian|algiers
Morocco|moroccan|rabat
Mali|malian|bamako
Zimbabwe|zimbabwean|harare
Congo|congolese|kinshasa
Rwanda|rwandan|kigali
Lebanon|lebanese|beirut
Jordan|jordanian|amman
Qatar|qatari|doha
Yemen|yemeni|sanaa sana'a
Kuwait|kuwaiti|kuwait-city
United Arab Emirates|emirati|u.a.e. uae abu-dhabi
Bahrain|bahraini|manama
Oman|omani|muscat
European Union|european-union|eu e.u. brussels
Democratic Party|democratic|democrats dnc d.n.c. democratic-national-committee
Republican Party|republican|republicans gop g.o.p. rnc r.n.c. republican-national-committee
Conservative Party|conservative tory|conservatives tories
Labour Party|labour|
"""


def _power_names() -> dict[tuple[str, ...], str]:
    names: dict[tuple[str, ...], str] = {}
    for line in _POWERS.splitlines():
        name, adjectives, others = line.split("|")
        names[tuple(name.lower().split())] = name
        for word in (*adjectives.split(), *others.split()):
            names[tuple(word.split("-"))] = name
    return names


# Words of a name or adjective, in small letters -> the state or party.
POWERS: Final = _power_names()
