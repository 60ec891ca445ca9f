"""Word lists that the rules share, English and Spanish, in the plain form that `spelling.words_of` yields."""

# ruff: noqa: E501  a pattern is read whole or not at all
from __future__ import annotations

LISTS: dict[str, str] = {
    # who it is about
    "kin": "son daughter child children brother sister mother father wife husband partner boyfriend girlfriend friend roommate flatmate "
    "housemate cousin uncle aunt nephew niece grandmother grandfather grandson granddaughter teenager teen baby neighbour neighbor "
    "colleague coworker student tenant fiance fiancee spouse ex stepson stepdaughter stepfather stepdad stepmother parents parent kids "
    "twin bestie mate buddy girl boy lady man woman guy customer passenger patient employee lodger pal bff stepbrother stepsister pupil classmate "
    "grandson apprentice widower fiance toddler newborn gran nan guest",
    "kins": "moms mums dads fathers mothers husbands wifes sons daughters brothers sisters grandmothers grandfathers partners friends uncles "
    "aunts nephews nieces parents grandmas grandpas nans grans boyfriends girlfriends exs",
    "adult": "carer caregiver nurse teacher staff babysitter guard driver supervisor boss coach stranger man someone stepdad uncle courier "
    "technician landlord manager stepfather men stepmother father mother priest trainer colleague neighbour neighbor husband boyfriend ex",
    "he": "he she they",
    "him": "him her them someone somebody people",
    "hes": "his her their",
    "himself": "himself herself themselves themself",
    "self": "myself himself herself themselves yourself themself ourselves itself",
    "who": "@kin he she they someone somebody",
    "pariente": "hijo hija hermano hermana madre father mother padre esposo esposa marido mujer pareja novio novia amigo amiga abuelo "
    "abuela tio tia primo prima sobrino sobrina nieto nieta suegra suegro companero companera exmarido exnovio vecino vecina bebe nino nina",
    # wanting, planning
    "want": "want wants wanted wanting wish wishes wished",
    "plan": "plan planning plans planned going ready thinking considering decided deciding intend intending about trying tempted",
    "think": "think thinking thinks thought thoughts thinkin contemplating contemplate considering fantasise fantasize fantasizing "
    "fantasising imagining imagine dreaming",
    "say": "say says said saying told tells telling texted wrote writes posted posts messaged threatened threatens threatening keeps kept "
    "talks talking talked mentioned swears",
    "feel": "feel feels feeling felt",
    "keep": "keep keeps kept",
    "life": "life lives",
    # violence
    "hit": "hit hits hitting beat beats beating beaten slapped slaps slapping punched punches punching kicked kicks choked chokes choking "
    "strangled strangles strangling strangle hurts hurt hurting harms harmed attacked attacks attacking assaulted assaults shoved shoves shove "
    "grabbed grabs raped rapes molested abused abuses abusing threw throws burned burnt burns bruised hitting smacks smacked",
    "threat": "threatened threatens threatening threaten",
    "weapon": "gun knife weapon rifle pistol machete axe weapon shotgun blade hammer",
    # the body
    "bleed": "bleed bleeding bleeds bled hemorrhaging haemorrhaging",
    # death of others
    "died": "died passed dead deceased gone",
    "late": "late deceased dead",
    # money and home
    "loss": "lost losing lose loses",
    "job": "job jobs work employment income hours shifts",
    "bill": "bill bills payment payments instalment instalments installment installments loan mortgage rent debt debts account invoice "
    "premium premiums balance",
    "month": "month months week weeks year years day days",
}
