"""Turns of phrase that colour a message, English and Spanish: marks that the network weighs, never a verdict of their own."""

# ruff: noqa: E501  a pattern is read whole or not at all
from __future__ import annotations

from emotion_model.rules.grammar import Rule

_PHRASES: dict[str, str] = {
    "frustration": """
        fed up|enough
        sick|tired and? tired|sick? of
        sick of
        had it|enough with|up|of?
        how dare
        how many times|more
        again|yet another again?
        third|fourth|fifth|second|sixth|tenth|ninth time|week|day|call|visit|month|evening|one
        waste|wasted|wasting of? my? time|day|money|hour
        useless|ridiculous|unacceptable|pathetic|disgusting|outrageous|unbelievable|incompetent|appalling|disgrace|rubbish|garbage|crap|terrible|horrible|awful|worst
        joke|scam|thieves|liars|robbery|criminal|criminals|crooks|rip
        this is a|beyond joke|scandal|disgrace
        still nothing|waiting|no|not|broken|down
        nobody|no|one answers|answered|cares|calls|called|showed|came|helps|picks|bothered|reads|turned|replies
        never showed|came|called|answered|arrived|turned
        i already|have told|explained|sent|said|answered|asked|done
        told you ..2 already|times|before
        already told|explained|sent|paid|did
        do you even|people
        what is wrong with you
        are you kidding|serious|joking|deaf|asleep
        i want|demand my money back
        want|demand it fixed|back|compensation|explanation|answers|solution
        fix it|this|that ..1 now|today|finally
        stop sending|calling|charging|asking|telling|saying
        get me a|your human|manager|supervisor|agent|person
        sue|lawyer|court|lawsuit|ombudsman|regulator
        never|not using|use|buy|buying|fly|order|again|dealing with|from|you? again
        how hard|difficult can|is it
        at my wits end
        wits|rope end
        last straw
        lost my? patience
        losing my? patience|mind
        charged|billed|charge me|us? twice|again|for
        overcharged|overcharge|overcharging
        you charge|charged|take|took|billed|bill me|money|my|us|40|0
        hung up on?
        on hold
        transferred ..1 times|again
        round|around and? in circles
        going in circles
        passed from|around
        wtf|ffs|smh|bruh|omfg
        damn|bloody|fucking|freaking|effing|goddamn|friggin
        hate|despise this|your|you|it|that|the
        mad|angry|furious|livid|fuming|annoyed|annoying|frustrated|frustrating|irritated|irritating|outraged|pissed|infuriating|aggravating
        i am done with|asking|waiting|being
        that is not what i
        not what i asked|ordered|said|want
        you promised|said|told ..4 and|but|it|yet
        same answer|thing|link|question|script|excuse|story|reply
        no excuse|excuses
        do not tell|send|ask|give me
        or i am|will ..1 leaving|cancel|cancelling|go|going|switch|report
        cancel everything|it|this now|today|immediately
        what am i paying for
        paying|pay for ..1 something|nothing|what|service|less
        great|lovely|fantastic|wonderful|brilliant|nice|well another|job|done|so|just|now|again
        thanks for nothing
        congratulations
        slow clap
        estoy|estamos harto|harta|hartos|cansado|cansada|furioso|furiosa|indignado|enojado|enojada|molesto
        harto|harta|hartos de
        otra vez|tercera|segunda|cuarta vez|me|lo|se|igual
        siempre|todos lo|los mismo|meses|dias|igual
        quiero mi dinero
        verguenza|estafa|robo|ladrones|inutil|inutiles|pesimo|pesima|porqueria|asco|inaceptable|mentira
        nadie contesta|responde|viene|ayuda|llama|vino|hace
        no sirve|sirven|funciona|vino|contestan|responden
        ya les|le|lo he|dije|mande|explique|envie ..1
        arreglenlo|devuelvan|devuelvanme|exijo
    """,
    "confusion": """
        do|does|did not|never really|quite|fully? understand|get|follow|see|know|make ..2 what|how|why|where|which|it|this|that|sense
        not understand|clear|sure|certain
        not|never|hardly|barely understand|follow|clear
        confused|confusing|unclear|puzzled|baffled|lost|bewildered|perplexed|muddled
        i am|get|got totally|completely|quite|so|a? ..1 lost|confused
        what does|do|is|are ..4 mean
        what do you mean
        mean by
        makes|make|making no|any|little sense
        no|any idea|clue what|how|which|where|why|who|if?
        no idea|clue
        which one|of|is|do|form|number|button|amount|price|address|code|link|plan|screen|line|date
        is it|that ..3 or
        what is the|a difference
        difference between
        cannot|not figure|work|tell|find|make out ..2
        supposed to
        says ..6 but|and ..4 says
        says ..3 but
        one says|letter|page|person|mail|colleague ..4 other|another|else
        contradicts|contradict|contradictory|contradiction
        how|why is that|can|come|would ..1 possible
        how does|do|is|am|can this|that|it|i ..2 work|supposed|meant
        am i missing|misunderstanding|reading
        huh|hmm|hm|wait|eh
        wait|so do|does|is|am|are i|it|you|that
        could|can you explain|clarify|rephrase|repeat|elaborate
        explain it|this|that|what|how|again
        simple|plain|easier|other words|english|terms
        not sure what|how|if|which|why|whether|i|where
        idk|dunno
        going in|round circles
        misunderstood|misunderstand|misread
        no entiendo|comprendo|entendi|se|veo|queda|encuentro
        que significa|quiere|es
        cual es|de|creo|quien
        confundido|confundida|lioso|confuso|perdido|perdida
        a quien le? creo
    """,
    "anxiety": """
        worried|worry|worrying|worries|anxious|nervous|afraid|scared|frightened|terrified|panic|panicking|panicked|concerned|stressed|uneasy|dread|dreading|fear|fearing|feared|scary|frightening
        freaking|freak|stressing out
        heart|hands is|are|racing|pounding|shaking
        i am shaking
        can not|hardly sleep|rest|relax|think|concentrate|eat
        not slept|sleep|sleeping
        keep|keeps checking|thinking|refreshing|wondering|worrying|imagining
        what if|happens if|when|then
        what happens
        will|would|could i|we|it|they ..3 lose|lost|be|get ..2 late|lost|court|trouble|charged|time|money|job|place|flat|fined|account
        please hurry|quickly|fast|tell|help|urgent|quick|asap
        urgent|urgently|emergency|asap
        hurry
        in|before|until|by time|noon|tonight|tomorrow|midnight|friday|saturday
        going to|will|gonna lose|miss|fail|be late
        we|i lose the|our|my
        please|just tell me
        is|are it|this|that|my|they|he|she really? ..1 safe|dangerous|normal|serious|bad|ok|okay|real|true|lost|gone
        is|was somebody|someone|anyone ..1 hacked|stolen|stealing|using|hack
        hacked|stolen|fraud|scam|phishing|scammed|copied|compromised
        hope|hoping ..3 not|nothing|wont|safe|have
        hope it|i|that|nothing does|have|has|is|will|bad not|ok|gone|lost|broken|happened|okay?
        do not want to lose|miss|do|be|make|break
        should i be? worried|worry|do|see
        is it|that serious|bad|contagious|dangerous|permanent
        what do|should i|we do now
        what now
        on edge|tenterhooks
        do not know what to|i|we do|would|can
        need it|that|this|to before|by|today|tonight|know|urgently
        cannot|not afford|risk to|any|being? miss|lose|late|delay
        preocupa|preocupado|preocupada|preocupados|miedo|nervioso|nerviosa|angustia|angustiado|angustiada|asustado|asustada|panico|ansiedad|temo|urgente|urge
        y si
        me da miedo
        que hago|pasa ahora|si?
        no puedo|dejo dormir|de? ..1 pensar
        por favor rapido|digame|ayuda|ayudenme
    """,
    "sadness": """
        sad|sadly|heartbroken|heartbreaking|devastated|lonely|alone|cry|crying|cried|tears|grief|grieving|depressed|miserable|unhappy|sorrow|hopeless|gutted|crushed|mourn|empty
        breaks|broke|breaking my|our|her|his heart
        heart|hearts is|was|are|were? broken|breaks|broke|heavy|sank
        miss|missed|missing him|her|them|it|the|my|you ..1
        i|we miss|missed the|my|him|her|it|old
        feel|feeling|felt so|very|really|a|bit|quite|rather|pretty|kinda? ..1 low|down|sad|alone|lonely|empty|blue|lost
        will|would|could not|never be there|see|again ..3
        never see|come|hear|be ..4 again
        all|only we|i had|have left
        all|only i had|have left
        last time|one|thing|memory|of ..3 had|together|her|him|mother|father
        belonged to|was my|from my|her|his ..1 mother|father|grandmother|grandfather|late|husband|wife
        how|what do i|we tell|say ..1 him|her|kids|them|children
        waited|sat at|by the window|door
        it is|was over
        left me|us
        moved out|away|on
        divorce|divorced|separated|separation|broke up
        gone now|forever|for
        gone
        no one|nobody remembers|remembered|left|there|to ..1
        we are|have lost|losing
        had to|must sell|give|close|let ..2 piano|house|shop|farm|dog|up|home|go
        end of an|a|something|era
        so tired and|these|of|all|lately
        hard|tough|long year|week|time|month|days
        triste|tristeza|llorar|llorando|llore|sola|solo|extrano|pena|dolor|deprimido|deprimida|desanimado
        me parte|rompe el|corazon ..1
        no voy a llegar
        rip
    """,
    "shame": """
        ashamed|embarrassed|embarrassing|embarrassment|humiliated|humiliating|humiliation|mortified|mortifying|shame|shameful|awkward|guilty|sheepish|blush|blushing|red
        feel|felt|feeling like|so|such|really|like? ..2 stupid|dumb|foolish|idiot|fool|small|silly|useless|failure
        silly|stupid|dumb|basic|beginner|daft question|of|mistake|me|i|error
        such an? idiot|fool|moron
        i am|was so|such|an|really? ..1 stupid|dumb|idiot|foolish|ashamed|fool|clumsy
        my|all|entirely own|bad|fault|mistake|stupidity|silly ..1
        my bad|fault|mistake|error|apologies
        it is|was my|me|i
        i know|knew i|it|better should|is ..1
        should have known|read|checked|noticed|asked|set ..1
        sorry to|for|that i ask|bother|trouble|the|my|being|wasting|asking|shouting|snapping|yelling|be
        sorry i|sorry|again? ..1
        apologise|apologize for|my
        do not|please laugh|judge|tell|say ..1 anyone|my|me|anybody|them
        please do not tell
        stay|keep|kept between|private|discreet|quiet|secret us|it|this? ..1
        discreet|discreetly|neutral|private|plain|confidential envelope|paper|packaging|box|matter|letter|please
        rather|would not say|talk|tell why|about|my|what ..1
        in front of ..1 everyone|everybody|people|queue|a|all|my|class|the|them
        everyone|everybody|people stared|staring|heard|saw|looked|knows|laughed|watching
        look ..1 in the eye|eyes
        ground|floor to|swallow swallow|me ..1
        sink|sunk|sank into the ground|floor
        did not|never dare|dared
        dare to|not ..1 ask|call|open|tell|say|look
        hard|difficult|never for|to|thought|asked ..1 me|write|ask|admit|say|have|for ..2
        i lied|hid|hide|broke|deleted|forgot|lost|misread|misunderstood|clicked|signed|fell|gave
        hiding|hidden it|this|the|them ..1 from
        by mistake|accident|myself
        not very|so good|great|clever|bright with|at
        i am slow|old|hopeless|useless|bad ..1
        cannot|not read|write so|very|well|good
        forgot my own
        oops|whoops|ugh
        verguenza|avergonzado|avergonzada|pena|tonta|tonto|idiota|torpe|perdon|disculpa|disculpe|culpa
        me siento una|un|muy|tan ..1 tonta|tonto|idiota|mal
        pregunta tonta
        culpa mia
        delante de todos
        me da|dio verguenza|pena
    """,
    "disappointment": """
        disappointed|disappointing|disappointment|letdown|underwhelmed|underwhelming|dissatisfied|disillusioned
        let|lets|letting me|us|down down?
        not|never happy|satisfied|impressed|pleased|great|good|enough ..1
        expected|hoped|expecting|hoping more|better|for|a|that|to|you|it|higher ..2
        had|have|were hoped|expected|counted|believed|trusted|looked ..1
        higher hopes|expectations
        thought you|it|that|this would|was|were|had|might|are ..2
        i really|honestly|truly? thought|believed|trusted|hoped|expected
        used to love|be|like|trust|recommend
        so much for
        pity|shame it|that|about|sold|really
        that is a|such pity|shame
        what a pity|shame|letdown
        too bad
        oh|ah well
        never mind then|it
        you promised|said ..6
        not what|as i|was|we|you expected|promised|described|hoped|advertised|pictured|agreed|ordered
        looks|look nothing like
        was supposed|meant to be
        was meant|supposed to
        was for|our my|his|her|birthday|first|anniversary|wedding
        looked forward|looking
        broke|break|broken|breaking your|the|their|its promise|word
        keep|kept your word|promise
        loyal|loyalty|customer for|since|of ..2
        after ..1 years
        not angry
        just|only simply? sad|let|disappointed
        expected more|better
        could|should have been better|told|warned
        nothing special|like|happened
        recommended you|it|them
        regret
        meh
        trust|faith in|you|is|lost ..2
        last|first time i|we
        decepcion|decepcionado|decepcionada|decepcionante|defraudado|defraudada|lastima|pena
        esperaba|esperabamos|pensaba|crei|confie mas|que|otra|mejor|algo|en ..1
        era|iba para|a su|mi|ser ..1
        me dijeron|prometieron que ..2
        no es lo que
    """,
    "relief": """
        thank|thanks|thx|ty|tysm|cheers|thankyou
        thank you|u so|very|for|again
        grateful|appreciate|appreciated|gratitude|thankful|blessed|bless
        relief|relieved|relieving|phew|finally|whew
        can|could breathe|sleep|relax|rest again|now|finally|easy
        weight|load off
        what a relief
        saved|save|rescued my|the|our|me|us ..1
        lifesaver|lifesavers|legend|angel|hero|star|stars|gem
        it|that|this|everything|internet|all|its is|now|finally|has|just? works|worked|working|fixed|solved|sorted|back|perfect|arrived|resolved
        works now|again|great|perfectly|perfect|fine|well
        is back|here|fixed|sorted|solved|working|found|perfect
        back on|up|online|again
        got it back|money|refund|back|working
        glad|happy|pleased|delighted|thrilled|overjoyed|excited|joy
        so|very|really glad|happy|pleased|kind|helpful|nice
        made my day|week
        perfect|great|awesome|amazing|excellent|brilliant|fantastic|wonderful|lovely|nice|super
        well|good done|job|work
        love|like|loved it|the|your|this|how
        best|kind|patient|friendly|helpful|wonderful service|day|agent|man|lady|help|team|colleague|person
        you guys|are rock|great|amazing|best|the|wonderful
        that explains|helps|helped|solved|clears|makes ..2
        makes sense now
        good to know
        good news
        no worries|problem
        approved|benign|negative|clear|accepted|renewed|extended|found|arrived|refunded
        already|had given up hope?
        fearing|feared|expected the? worst
        looking forward
        no longer worried
        yay|woohoo|hurray|hooray|yess|yesss|whoop
        gracias|graciass|alivio|agradezco|agradecido|agradecida|contento|contenta|feliz|alegria|menos
        muchas|mil|muchisimas gracias
        que alivio|alegria|bien|bueno
        ya quedo|volvio|funciona|esta|aparecio|llego ..1
        por fin
        me salvaron|salvo
        perfecto|excelente|genial|estupendo|maravilloso
    """,
    "calm": """
        how do|can|long|much|many|to|early|often i|we|it|you|does|is|are|would|will ..1
        what is|are|does|time|documents|do the|your|my|a ..1
        where is|do|can|are i|my|the|we ..1
        when is|does|will|do|are the|my|it|you|i ..1
        can|could|may i|you|we
        do you have|deliver|offer|ship|sell|take|accept|speak|rent|need|cover|carry
        is|are there
        i would|wish|want|need|like like|to ..1
        looking for
        please send|tell|change|move|add|remove|update|resend|leave|cancel
        does|is my|the|it|this ..2 cover|include|included|work|open|available|free
        just|only asking|checking|curious|wondering|planning|question
        quiero|quisiera|necesito ..1 saber|cambiar|dar|pagar|pedir
        donde|cuando|cuanto|cuanta|como esta|es|puedo|tarda|cuesta|hago|cambio|renuevo ..1
        puedo|puede|pueden|se ..1
    """,
}


def _written(phrases: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in phrases.strip().splitlines() if line.strip())


FEELINGS: tuple[Rule, ...] = tuple(
    Rule(id=f"feeling.{name}", kind="feeling", patterns=_written(phrases), yes=())
    for name, phrases in _PHRASES.items()
)
