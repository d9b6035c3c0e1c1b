from grading.wrong_answer import WrongAnswer

WRONG = {
    "fahrenheit": [
        WrongAnswer(
            "°C from °F",
            {"32 + 1.8 * celsius": "(celsius - 32) / 1.8"},
            score=0,
            messages={"ice": "should be 32 °F", "any_day": "the inverse is asked for"},
        ),
    ],
    "same": [
        WrongAnswer(
            "the sign is lost", {"-40": "40"}, score=0, messages={"same_in_both": "is wrong"}
        ),
    ],
}
