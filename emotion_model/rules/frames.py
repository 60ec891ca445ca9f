"""Idiom frames: phrases in which words of danger mean something harmless. A frame silences the cues that it overlaps."""

from __future__ import annotations

from emotion_model.rules.grammar import Rule

_THING = (
    "ui|app|apps|site|website|web|page|form|forms|captcha|captchas|queue|queues|hold|music|menu|printer|wifi|lag|update|updates|"
    "interface|loading|screen|password|passwords|login|ad|ads|chatbot|font|logo|song|meme|emoji|sticker|advert|playlist|boss|level|"
    "traffic|paperwork|homework|meeting|spreadsheet|hotline|ivr"
)
_FICTION = (
    "song|songs|album|movie|film|films|book|books|novel|episode|episodes|game|games|band|track|documentary|show|series|poster|shirt|"
    "tshirt|hoodie|ticket|tickets|character|boss|level|lyrics|playlist|podcast|theatre|theater|opera|comic|manga|quest|play|cosplay|"
    "costume|dvd|vinyl|trailer|streaming|musical|actor"
)
_CODE = (
    "process|processes|server|servers|script|thread|threads|daemon|container|containers|pod|pods|job|jobs|query|queries|session|"
    "sessions|task|worker|workers|node|nodes|app|service|container|kernel|branch|database|db|api|command|pid|signal|loop|build|instance"
)
_LAUGH = "lol|lmao|lmfao|haha|hahaha|hahahaha|rofl|jaja|jajaja|jk|xd|😂|🤣|💀|😅|😆"
_CLAUSE = "policy|policies|clause|exclusion|exclusions|coverage|cover|covers|covered|terms|premium|premiums|insurance|benefit|benefits"

FRAMES: tuple[Rule, ...] = (
    Rule(
        id="frame.laughing",
        kind="frame",
        patterns=(
            f"die|dying|dead|kill|killing|muero|morir|matar ..6 {_LAUGH}",
            f"{_LAUGH} ..6 die|dying|dead|kill|killing|muero",
            "@want|wanted|nearly|almost|could|going|about|just? ..1 to? die|died|dying of|from|laughing|with embarrassment|laughing|laughter|shame|boredom|cringe|hunger|thirst|heat|curiosity",
            "die|died|dying|dead laughing|inside",
            "muero|morir|muriendo|morirme de|por risa|hambre|ganas|verguenza|sueno|calor|sed|pena|aburrimiento|saber|probar",
            "quiero morir|morirme de",
            "me ..1 mata|matan|matando la|el|de|esta|este|esa|tu|su|los ..2",
        ),
        yes=("lol i wanna die this ui is so bad",),
    ),
    Rule(
        id="frame.hyperbole",
        kind="frame",
        patterns=(
            "rather|sooner just? die|be dead|kill|killed ..1 than",
            f"want|makes|make|making|made ..4 die|kill ..5 {_THING}",
            f"{_THING} ..5 want|makes|make|making|made ..3 die|kill ..1 myself?",
            "could|should have? kill|killed|kick|shoot myself for|that|because",
            "not want to die|live|be ..2 waiting|on|in|near|at|with|without|here|old|alone|of ..4",
            "not want to be here|around all|until|when|while|for|twice",
            "die|dying waiting|on|before on|for|hold|you|anyone|this",
            "kill|killing|die|dying|dies for a|some|this|that|your|the",
            "would kill|die for|to",
            "to die for",
            "over my dead body",
            "drop dead gorgeous|date|price",
            "i|you|we will|would|could|going|gonna|about|might|swear to? kill|murder|strangle this|that|the|it|my ..1 printer|router|phone|laptop|app|website|wifi|machine|computer|tv",
            "rather|sooner pull|eat|chew",
            "@kin|boss|manager|they|neighbours|neighbors|teacher|landlord|team|client ..2 will|going|gonna|would|might ..1 kill|murder|strangle me|us ..1 if|when|for|over|unless|because i|you|this|the|it|we|that|my|forgetting|being|not",
            "kill|murder me if|when|for|over|unless i|you|this|the|it|we|that|my|forgetting|being|not|now|later",
            "kill me now|already|please",
            "heart attack|failure when|from|seeing|looking|opening|reading|at|over|every i|the|your|that|this|it|time ..4",
            "gave|give|gives|giving me|him|us ..1 heart|stroke|seizure|aneurysm attack?",
            "almost|nearly|practically|about|basically|literally had ..1 heart attack|stroke",
            "hit|hits|hitting me|us|him|her|them with|up|back|for|by a|the|another|fees|charges|an|your|late|some|hidden ..2",
            "hit|hits me|us with",
            "hurts|hurt|hurting|harming me|my|our wallet|credit|business|score|budget|rating|eyes|brain|ears|feelings|bank|pocket",
            "hurts me to",
            "breathe|breathing down",
            "room|space|time to breathe",
            "hold|held|holding|out|catch|save|waste|wasting|saving|my|bad of|my|your? breathe",
            "not breathe with|because|at|under prices|these|those|laughing|fees|the ..2",
            "starve|starving myself for",
        ),
        yes=("I'd rather die than use your app again",),
    ),
    Rule(
        id="frame.service",
        kind="frame",
        patterns=(
            "better|happier|fine|easier|good off? without me ..2 customer|paying|business|anyway",
            "no|not|any|only|other way out of|from|the ..1 menu|loop|contract|screen|app|queue|page|program|plan|this|your|subscription|phone",
            "see|no|not|any point in|of calling|paying|contacting|keeping|waiting|having|asking|complaining|staying|renewing|trying|your|the|this|writing",
            "can not go|carry|keep|take|do|continue|handle|cope|face|bear on|with|going|like|another|this|one|more|it ..2 waiting|calling|paying|slow|connection|service|buffering|bill|app|being|repeating|price|"
            "hold|this|update|paying|without|internet|wifi|queue|website|company|outage|noise|delays|lag|survey|bot|ads",
            "end|ending|finish|cancel|stop it|this|things|everything ..2 subscription|trial|contract|membership|call|chat|today|plan|lease|agreement|conversation|please",
            "end|ends|ended|ending the|my|our|your|this|a|free ..1 subscription|trial|contract|membership|call|chat|plan|lease|agreement|conversation|tenancy|service",
            "done|finished|tired|sick|through with|of this|your|you|waiting|being|calling|all|paying|the ..2 company|service|app|provider|contract|hold|bank|airline|excuses|bot|waiting|ignored",
            "gone|away|travelling|traveling|holiday|vacation|abroad|trip until|on|for|to|till|next",
            "i|we will|am|are not be here|around|home|there ..2 on|until|when|before|after|for|next|at|tomorrow|from|monday|tuesday|wednesday|thursday|friday|saturday|sunday",
            "not be here|around|home ..2 delivery|courier|parcel|technician|driver|visit|engineer|monday|tuesday|wednesday|thursday|friday",
            "when|while|if i am gone|away ..2 on|for|to|trip|holiday|vacation|week|weeks|travelling",
            "not|never feel|is|am|be|really ..1 safe using|online|entering|giving|putting|with my|your|sharing|to|logging|typing|on your|website|site ..3",
            "safe ..3 card|data|details|password|payment|website|site|app|wifi|account|online|money|number",
            "unsafe ..3 website|site|app|password|browser|connection|link",
            "in|at danger|risk of|is losing|missing|data|being",
            "data|card|account|money|files|password is|are|be in danger",
            "surprise ..6",
            "not know|find|see|let|tell ..8 surprise|birthday|present|gift|anniversary|christmas",
            "surprise|birthday|present|gift|anniversary|proposal|party ..8 know|find|see|out",
            "pagar|pago ..4 web|tarjeta|app|pagina|error|online|enlace",
            "oferta|publicidad|precio|anuncio ..3 pega|mata|golpea|violenta",
            "not pay|cover|afford ..4 online|app|website|site|web|card|error|page|link|paypal|button|checkout|apple|google|browser|contactless|with|using|via|through",
            "pay ..4 online|app|website|card|error|page|link|button|checkout|loads|crashes|failing|fails|declined",
            "no ..1 money|cash|refund back|returned|refunded|was|has|arrived|yet|received|on",
            "lost|lose|losing my ..1 home|house|work|business|job|flat phone|internet|wifi|broadband|signal|landline|keys|key|insurance|email|number|login|button|password|application|line|screen|emails|laptop",
            "lost my ..2 @kin|sons|daughters|husbands|wifes|mothers|moms|kids ..1 phone|card|password|login|parcel|luggage|number|key|keys|passport|account|ticket|bag|sim|email|tablet|pin",
            "passed|pass|passing|past his|her|their|the|an|my|all|through|your|it|this|me|on|by|along ..2 test|exam|exams|course|inspection|driving|audit|message|details|information|info|check|number|offer|department|team",
            "threat|threatened|threatening|threatens|threaten ..3 collections|collectors|court|bailiffs|disconnection|disconnect|legal|late|fee|cancel|debt|letters|letter|sue|charge|cut|close|suspend",
            "you|company|bank|letter|letters|bot|they threatened|threatens|threatening|threaten me|us|my with|by|over",
            "your|system|app|site|website|it|account|portal|bank|you ..1 locked|locks|lock|locking me|us out|in",
            "locked|lock|locks me|us out",
            "held|holding|hold|keeping|kept|taking ..3 hostage|ransom",
            "forced|forcing|forces me|us to upgrade|update|restart|pay|buy|sign in|reset|change|use|switch|accept|download|call",
            "followed|following|follow up|your|the|these|those|his|her ..1 instructions|steps|advice|guide|link|on|order|request",
            "track|tracks|tracking my|the|our|your ..1 order|package|parcel|delivery|shipment|steps|sleep|calories|fitness|spending|usage|run",
            "cut|cutting|cuts myself ..2 on|opening|with|when|while|shaving|cooking ..3 box|packaging|edge|lid|tin|can|glass|package|blade|razor|kitchen|jar|screen|it",
            "hurt|hurting|injured|injure|burned|burnt|hurts|burn myself ..2 on|at|when|while|playing|lifting|falling|running|skiing|using|with|carrying|by ..2",
            "cut|cuts|cutting|burns|burning|hurts my|the|our ..1 bill|costs|budget|arm|hand ..1 half|off|when|with|on",
        ),
        yes=("I can't go on waiting like this, give me a date",),
    ),
    Rule(
        id="frame.not_a_person",
        kind="frame",
        patterns=(
            f"{_FICTION} ..8 suicide|kill|killing|killed|die|dies|died|dead|murder|hurt|himself|herself|myself|abuse|abuser|stalker|violence|funeral|bullet|gun|shooting|overdose|poisoning",
            f"suicide|kill|killing|killed|die|dies|died|dead|murder|abuse|stalker|violence|shooting|funeral|poisoning ..8 {_FICTION}",
            f"kill|killing|killed|kills|die|dies|died|dying|dead|terminate|end|ended|ending|hang|hangs|starve|starving ..5 {_CODE}",
            f"{_CODE} ..3 kill|killing|killed|kills|die|dies|died|dying|dead|committed|suicide|hanging|starving|itself",
            f"{_CLAUSE} ..8 suicide|ambulance|death|self|cancer|chemotherapy|chemo|abuse|funeral|illness|stroke|heart|overdose|dialysis|bereavement|redundancy|unemployment|hospital|violence|terminal|surgery|icu|fire|bankruptcy",
            f"suicide|death|self|ambulance|chemotherapy|chemo|funeral|stroke|overdose|redundancy|unemployment|hospital|critical|terminal|dialysis|fire ..5 {_CLAUSE}",
            "bombing|blowing|blow|burn|burning ..1 cash|money|mind|through|data|budget",
            "agent|agents|employee|rep|staff|representative|support|bot|driver|email|emails|tone|language ..3 abusive|aggressive|violent",
            "abusive language|tone|email|emails|agent|terms|fees|charges|behaviour|comments",
            "heart|voice attack|failure|mail|pain in the",
            "voices on the|my line|call|phone",
            "bleeding|bleed edge|money|cash|customers|battery|me|heck|useless|annoying|obvious|ridiculous|us|subscribers",
            "do you|they sell|have|stock|offer ..8",
            "smell|smells like burning|plastic",
            "app|page|website|server|site|pagina|web|aplicacion|telefono|router|chat|bot|boton|soporte|agente|sistema|nadie no ..1 responde|respira|responding",
            "office|building|logo|screen|app|website|led|light|icon ..1 turned|turning|turns blue|grey|gray|purple|red",
            "market|stock|prices|price|deal|signal|line|connection|app|screen|roof|shelf|menu|chair|tent ..2 collapsed|collapse|collapsing|died|dead|passed",
            "battery|phone|laptop|router|tablet|line|modem|car|tv|screen|console|printer|watch|remote|device|server|computer|link|internet|wifi|camera|fridge|dishwasher|boiler ..4 died|dead|dies|dying|killed|passed",
        ),
        yes=("the documentary about suicide won't stream",),
    ),
)
