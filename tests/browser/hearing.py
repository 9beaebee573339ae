"""What a screen reader hears of every state that people reach: lines of the tree, in this order."""

import time

from playwright.sync_api import Page

WHY = "group: Why we ask"
GO_ON = ('button "Continue"', 'button "Back"')
ZERO_TO_TEN = [f'button "{each}' for each in range(11)]
RULING = ('heading "Why" [level=2]', 'button "Change this answer"', 'button "Back to the answers"')
BUTTONS = (
    "Pause", "Again", "Softer", "Harder", "Good", "Back", "Next", "Pain number", "Hands off", "Stop",
)  # fmt: skip
LIVE = [f'button "{each}"' for each in BUTTONS]
STEPS = ('heading "Step by step" [level=2]', "list:", "listitem:", 'button "1 min Long strokes')
PLACES = ('group "The back', 'button "Back of the neck, left"', 'button "Flat bone at the base of the spine"')
CALL = ('heading "Call now" [level=2]', 'link "Call 112"')


def head(words: str) -> str:
    """Return the line of a page's own heading."""
    return f'heading "{words}" [level=1]'


HEARD: dict[str, tuple[str, ...]] = {
    "/": (
        "banner", 'link "Settings"', "main", head("A massage tonight"), 'button "Start"', 'navigation "More"',
    ),
    "/ask": (
        "main", head("Who lies down?"), 'textbox "Name"', 'group "Body shape"', 'button "Continue"', WHY,
    ),
    "/answer": (head("Nothing here yet"), 'button "Answer the questions"'),
    "/plan": (head("No plan yet"), 'button "Answer the questions"', 'region "Your routines"'),
    "/prepare": (head("No plan yet"), 'button "Answer the questions"'),
    "/felt": (head("Where the bones are"), 'button "Answer the questions"'),
    "/history": (head("Earlier evenings"),),
    "/learn": (head("Learn the strokes"), 'region "The eight, in order"', *("listitem", "link") * 8),
    "/learn/whole-hand-effleurage": (
        head("Long strokes, whole hands"), 'link "Practise this one"', 'heading "What it is for"',
        'heading "Where"', "term: It may go", "definition", "term: Never", "definition",
    ),
    "/learn/trigger-point-release": (head("Slow hold on a tender spot"), 'link "Practise this one"'),
    "/learn/nothing-of-that-name": (head("No stroke of that name"), 'link "To all strokes"'),
    "/practise/whole-hand-effleurage": (
        head("Practising Long strokes, whole hands"), "checkbox", 'button "Start"',
    ),
    "practice": (head("Practising Long strokes, whole hands"), 'button "Pause"'),
    "practice, paused": ("paragraph: Paused", 'button "Go on"', 'button "End the practice"'),
    "/claims": (
        'region "Supported"', 'heading "Takes stress away" [level=3]', 'region "Mixed"', 'region "Not shown"',
    ),
    "claims with their papers": ('region "Supported"', "listitem", 'link "Open the paper, on another site"'),
    "/rhythm": (
        'group "Which days"', 'checkbox "Monday"', 'combobox "How long"', 'button "Make the calendar file"',
    ),
    "/settings": (head("Settings"), 'group "Language"', 'group "Measures"', 'group "Colours"'),
    "/play/nobody": (head("This massage is not here."), 'button "To the beginning"'),
    "/after/nobody": (head("How much does it hurt now?"), 'group "Pain now, 0 to 10"', *ZERO_TO_TEN),
    "/history/nobody": (head("An evening"), 'button "Earlier evenings"'),
    "/nowhere": (head("Nothing is here"), 'button "To the beginning"'),
    "a problem at every field": (
        'region "What to look at"', "status: 3 things", "listitem", 'textbox "Age, or birth year" [invalid]',
    ),
    "a problem that only the server sees": (head("Where is it?"), "status: One thing to look at", *PLACES),
    "question person": (
        head("Who lies down?"), 'textbox "Age, or birth year": "34"', 'radio "Female" [checked]',
    ),
    "question guardian": (
        head("Is a parent or guardian here, and do they stay?"), 'button "Yes"', 'button "No"', WHY,
    ),
    "question pain": (
        head("Does your back hurt?"), 'button "No"', 'button "Yes, as it has for long" [pressed]',
    ),
    "question pain-more": (head("Has a doctor said yes to massage for this pain?"), "textbox", *GO_ON, WHY),
    "question changed": (
        head("Anything changed since 12 November?"), "Still counted: A curved spine",
        "Asked again: Blood thinners",
        'group "Where something has changed"', 'checkbox "Skin Broken skin', 'button "Nothing changed"', WHY,
    ),
    "question section-skin": (
        head("Is any of this so?"), "list", "listitem", 'button "None of these"', "button", WHY,
    ),
    "question question-cancer": (
        head("Do you have cancer, or have you ever had it?"), 'button "No"', 'button "Yes" [pressed]',
        'button "Not sure Counts as yes', WHY,
    ),
    "question more-cancer": (
        head("Has a doctor said yes to massage with this?"), "textbox", "status", *GO_ON, WHY,
    ),
    "question more-recent-injury": (
        'group "Does it still hurt?"', 'radio "It still hurts"', 'textbox "When did it happen?"', *GO_ON, WHY,
    ),
    "question more-oil-allergy": ('group "Which ones?', 'checkbox "Almond"', 'checkbox "Nuts"', *GO_ON, WHY),
    "question place-recent-injury": (head("Where is it?"), "their left their right", *PLACES, *GO_ON, WHY),
    "question giver": (head("Who gives the massage?"), "group", 'radio "Some times" [checked]', *GO_ON),
    "question map": (
        head("Is a spot sore, or to be left alone?"), 'group "What you mark"', 'button "Sore" [pressed]',
        "their left their right", *PLACES[:2], 'button "Lower back, right, sore 4"', "spine: never pressed",
        'region "What is marked"', 'status "How sore: Lower back, right"', WHY,
    ),
    "question map, as a list": (
        'group "Neck and shoulders"', 'checkbox "Back of the neck, left',
        'checkbox "Lower back, right" [checked]',
        'status "How sore: Lower back, right"', 'group "Hips"', 'button "Use the drawing"', WHY,
    ),
    "question kind": (
        head("How long, and what kind?"), 'button "5 minutes less"', 'slider "Minutes"', 'group "Kind"',
    ),
    "question level": (
        head("Never harder than"), 'group "Pressure"', "Like lotion being spread.", "A warm hand that rests.",
        'radio "Medium', 'radio "Firm', 'radio "Deep',
        "[disabled]", 'group "Tempo"',
    ),
    "question how": (
        head("How will they be?"), 'group "Position"', 'radio "Lying on the front', 'group "In the room"',
        'radio "Music"', 'radio "Quiet"', 'radio "No sound"', *GO_ON,
    ),
    "question kit": (
        head("What is at hand?"), 'radio "Bed" [checked]', 'combobox "Oil"', 'status: "2"',
        'textbox "What does the thermometer say on the stone?"', 'button "Plan this massage"',
    ),
    "answer urgent": (
        head("Call now. Don’t wait."), 'link "Call 112"', 'region "What to say"', *RULING[:2],
        'region "A note for the doctor"', *RULING[2:],
    ),
    "answer urgent today": (
        head("Please see a doctor today, before anything else."), 'region "What to say"',
        'link "If it gets worse',
        'region "While you wait"', *RULING[:2], 'region "A note for the doctor"',
    ),
    "answer clinician": (
        head("Please ask a doctor before a massage. This week is soon enough."), 'button "Print the note',
        'region "What to say"', 'region "Something kind instead"', *RULING[:2],
        'region "A note for the doctor"',
    ),
    "answer not today": (head("Not today. Another day is fine."), 'region "Something kind instead"', *RULING),
    "answer no parent there": (
        head("Not today. Another day is fine."), RULING[0], "under 16, a parent or guardian", *RULING[1:],
    ),
    "clash": (
        head("This does not go together yet"), "listitem", 'heading "Ways out" [level=2]', "button", "button",
    ),
    "plan, in short": (
        "main", 'heading "Alex, tonight: 20 minutes" [level=1]', "group: In plain words, for Alex",
        "group", STEPS[0], 'button "Get the room ready"',
        "group", 'heading "What it does to the skin" [level=2]',
        "group", 'heading "Keep it for another evening" [level=2]', 'region "Your routines"',
        'button "Change the answers"',
    ),
    "plan": ("main", 'heading "Alex, tonight: 20 minutes" [level=1]', *STEPS, 'button "Get the room ready"'),
    "plan, a step open": (*STEPS, "[expanded]", 'button "Swap"', 'button "Remove"', 'button "Later"'),
    "prepare": (
        head("Get the room ready"), "img", "group: Your place, and what to ask",
        'region "What to get ready"', "Short nails, no rings", "Ask about allergies by name",
        'region "Two sentences first"', 'region "If you like"', 'heading "Warm up your hands" [level=3]',
        'heading "How is it now?" [level=3]', 'heading "Once they lie down" [level=3]',
        'region "Both say yes"', "checkbox", "checkbox", 'button "Begin" [disabled]',
    ),
    "prepare, all of it open": (
        "Ask each time", "Kneel on the floor", 'region "What to get ready"', 'checkbox "Warm the room',
        'button "Start the warm-up"', 'group "Pain in the back', *ZERO_TO_TEN, 'group "How at ease',
        'button "Show where you feel them"', 'region "This screen"', 'button "Begin" [disabled]',
    ),
    "felt": (
        head("Where the bones are"), "their left their right", "[pressed]", 'group "Move it a little"',
        'radio "Tip of the shoulder blade, left 1 cm lower" [checked]', 'button "Back to the room"', "status",
    ),
    "ready": (
        head("Kneel beside. Warm your hands."), 'button "Their right" [pressed]', "list", 'button "Begin"',
    ),
    "oil": (
        head("Massage"), "1 teaspoon", "Warm a little oil in your hands", "then Long glide",
        *LIVE,
    ),
    "play": (
        head("Massage"), "20 min", "Glide up slowly, both hands flat", "Very light", "then Long glide", *LIVE,
    ),
    "play, on its own": (head("Massage"), *LIVE, "On its own"),
    "hands off": (
        head("Hands off"), "Ask Alex if it should go on, lighter.", 'button "Go on"', 'button "Stop"',
    ),
    "number": (
        head("What number?"), 'group "Pain number, 0 to 10"', *ZERO_TO_TEN,
        'button "Back"', 'button "Stop"',
    ),
    "pause": (head("Paused"), "Rest your hands", 'button "Go on"', 'button "End here"', 'button "Stop"'),
    "stop": (head("Hands off. Alex said stop."), 'button "Just needed a break"', "button", "button"),
    "the end": (head("Stay as long as you like."), "Lay a towel", 'button "When you are ready"'),
    "after, pain": (head("How much does it hurt now, Alex?"), "group", *ZERO_TO_TEN, 'button "Skip"'),
    "after, ease": (
        head("How at ease do you feel?"), "group", *ZERO_TO_TEN, 'button "Skip"', "2. Thank you.",
    ),
    "after, wrong": (head("Did anything feel wrong?"), "Numb, tingling", 'button "No"', 'button "Yes"'),
    "after, rest": (
        head("Now rest"), "term: Get up slowly", "definition", "term: Drink", "definition",
        'region "In the next two days"', *CALL, 'button "Done"', 'button "Do it again another day"',
    ),
    "earlier evenings": (
        head("Earlier evenings"), 'region "Pain, before and after"', "list", 'link "Alex Relaxation',
    ),
    "three earlier evenings": (
        head("Earlier evenings"), 'region "Pain, before and after"', "Lower by 3 on average, 3 evenings.",
        'table "Pain, before and after"', *('cell "6"', 'cell "3"') * 3, *['link "Alex Relaxation'] * 3,
    ),
    "an evening": (head("Alex’s evening"), 'heading "What was done" [level=2]', "list", "listitem"),
    "home, later": (
        head("A massage tonight"), 'button "To the plan for Alex: 20 minutes"', 'button "Again with Alex',
        "navigation", 'button "Use again',
    ),
    "walk": (
        'img "From their right side round the feet to their left side."', "Walk round to their left", *LIVE,
    ),
    "spot, where": (head("Where is it sore?"), 'combobox "Or name the place"', 'button "No spot"'),
    "spot, how sore": (
        head("How sore, before you press?"), "Their choice", 'group "What presses"',
        'button "Knuckle" [pressed]', 'button "Skip this spot"',
        'group "Their number, 0 to 10"', *ZERO_TO_TEN, 'button "Stop"',
    ),
    "spot, press": (
        head("Press slowly"), "Stop when they say 5", *ZERO_TO_TEN, 'button "Softer"', 'button "Hands off"',
        'button "Stop"',
    ),
    "spot, hold": (
        head("Hold still"), *ZERO_TO_TEN, 'button "Softer"', 'button "Hands off"', 'button "Stop"',
    ),
    "spot, lift": (head("Lift slowly"), 'button "Hands off"', 'button "Stop"'),
    "spot, ended": (head("Hands off"), "Too much. Leave it for tonight.", 'button "Go on"'),
    "spot eased": (
        head("Half as much. Hold"), "what number now?", *ZERO_TO_TEN, 'button "Softer"', 'button "Hands off"',
        'button "Stop"',
    ),
    "spot resting": (
        head("Palms rest"), "Warm palms beside it.", *ZERO_TO_TEN, 'button "Softer"', 'button "Hands off"',
        'button "Stop"',
    ),
    "paused, number": (
        head("Paused"), "Rest your hands", 'heading "What number does Alex say?" [level=2]',
        'group "Pain number, 0 to 10"', *ZERO_TO_TEN, 'button "Back"', 'button "Stop"',
    ),
    "paused, end": (
        head("Paused"), 'heading "End here? The closing strokes and the rest come first." [level=2]',
        'button "Yes, close gently"', 'button "No"', 'button "Stop"',
    ),
    "a break": (
        head("A break."), "Shall we go on, a little lighter?", "said yes", 'button "Sharp pain', "button",
    ),
    "a sharp pain": (
        "No more massage tonight.", *CALL, 'heading "If it is none of these"', 'button "What to watch',
    ),
    "after, something wrong": (
        head("Rest, and watch it"), 'heading "What to do about it"', *CALL, 'button "Done"',
    ),
    "stones": (
        head("How warm are the stones?"), "At most 45 °C", 'textbox "Degrees Celsius"', 'button "Read"',
        'button "Go on without stones"', 'button "Stop"',
    ),
    "stones, too hot": (
        head("How warm are the stones?"), "alert: 60 °C is too hot. Let them cool to 45 °C or less",
        'textbox "Degrees Celsius" [invalid]: "60"', 'button "Read"', 'button "Go on without stones"',
        'button "Stop"',
    ),
    "skin look": (
        head("Look at the skin. Is it as before?"), 'button "Yes, as before"', 'button "No, or not sure"',
        'button "Stop"',
    ),
    "practice, done": (
        head("That’s it for today."), "Long strokes, whole hands", 'link "Next:', 'link "All strokes"',
    ),
    "settings, forgetting": (head("Settings"), 'button "Yes, forget it all"'),
    "plan, kept as a routine": (head("Alex, tonight: 20 minutes"), "Saved as Sunday."),
}  # fmt: skip


SETTLES_S = 2.0
"""So long a page may take to stand as it will: on a busy machine not all of a screen comes at once. [s]"""


def unheard(page: Page, state: str) -> list[str]:
    """Return the first line of a state that is not in the page's tree, or not where it should be."""
    until_s = time.monotonic() + SETTLES_S
    while (found := _unheard_now(page, state)) and time.monotonic() < until_s:
        page.wait_for_timeout(100)
    return found


def _unheard_now(page: Page, state: str) -> list[str]:
    # Where the focus is, is another test's matter.
    tree = page.locator("body").aria_snapshot().replace(" [active]", "")
    at = 0
    for each in HEARD[state]:
        at = tree.find(each, at)
        if at < 0:
            return [f"not heard: {each}"]
        at += len(each)
    return []
