"""English cues of self-harm."""

# ruff: noqa: E501  a pattern is read whole or not at all
from __future__ import annotations

from emotion_model.rules.grammar import Rule

SELF_HARM: tuple[Rule, ...] = (
    Rule(
        id="self_harm.hurt_self",
        kind="self_harm",
        strength=0.92,
        patterns=(
            "hurt|hurting|hurts|harm|harming|harms|harmed|cut|cutting|cuts|burn|burning|burns|injure|injuring|punish|punishing|scratch|"
            "scratching|bruise|bruising|hitting|starve|starving|starves myself|himself|herself|themselves|themself",
            "self harm|harming|harms|harmed|injury|injuring|injure|mutilation|injured",
            "selfharm|selfharming|selfharmed|selfinjury",
            "cut|cutting|cuts|burn|burning|burns|scratched|slice|slicing my|his|her|their arms|arm|wrists|wrist|legs|thighs|skin|forearms|thigh",
            "cuts|scars|burns|marks on|all my|his|her|over arms|arm|wrists|wrist|legs|thighs ..3",
            "urge|urges|need|tempted|started|relapsed|relapse|relapsing|back|stopped|want to|into|again|with cut|cutting|harm|bleed|harming",
            "cutting|harming|hurting again|myself|since|deeper",
            "been|am|is|started|keep|keeps|back cutting since|again|deeper|and|when|because|to",
            "cut deeper|too than|deep i|enough? ..1",
            "fresh|new|deep cuts|cut on|and|scars|scratches? ..1",
            "cuts on my|his|her|the ..2 arms|arm|wrists|legs",
            "hit|hits|hitting|bang|bangs|banging my|his|her own? head",
            "relapsed|relapse ..3 cut|cutting|sh|blade|harm|selfharm",
            "sh ..6 relapsed|relapse|clean|again",
            "@kin has|is been? cutting|bleeding ..1",
            "has|daughters|sons|sisters|brothers|wifes|friends|girlfriends been cutting|hurting",
            "razor|fresh|deep|new cuts|marks|wounds ..1",
            "what i do to myself",
            "cause myself pain",
            "pain is ..4 control|feel|helps",
            "punched|punch|hit the wall until ..4",
            "did them|it|this to? myself",
            "clean from sh|cutting|harm|self",
            "promised ..4 hurt|harm|cut|cutting|hurting myself|again",
            "damage|hurt|harm to? my body|skin",
            "burned|burning|burn|cut|hurt|scratched ..2 on purpose|deliberately|intentionally",
            "bite|bites|biting|carve|carves|carving|scratches my|his|her|into ..1 arms|arm|skin|hands|legs|self",
            "carves|carving|carve things|words|it into|in",
            "hit|hits|hitting|punch|punching|slap|slapping|bite myself|himself|herself",
            "blood on|in her|his|my sleeves|sleeve|sheets|arms",
            "make|makes|made|do cuts|damage|harm in|on|to me|my|myself|body ..1",
            "hurt|cut|burn|burned myself again",
            "scratch|scratches|pull|pick|burn|burns my|his|her skin|hair|arms until|when|so|on|bleeds ..2",
            "scratches|cuts|burns ..2 i did|made them|it",
            "make|making|made|makes myself|herself|himself sick|vomit|throw|puke|bleed",
            "not|nothing eaten|eating|eat in|for|to days|weeks|punish|feel",
            "feel|feeling pain ..4 feel something|anything|alive|real",
        ),
        yes=(
            "I've been hurting myself again",
            "my daughter is cutting herself",
            "I cut my arms when things get bad",
            "I keep fighting the urge to cut",
            "self harm is the only thing that calms me down",
        ),
        no=(
            "I cut myself on the edge of your packaging",
            "I hurt myself at the gym, is physio covered",
            "cutting my bill in half would help",
            "we don't want to harm ourselves legally, is this clause ok",
        ),
    ),
)
