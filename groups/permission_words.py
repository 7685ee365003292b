"""What each permission lets a person do, in words that stand after "You may"."""

from groups.roles import Permission as P

WORDS = {
    P.VIEW_GROUP: "open the group’s pages, and see its members’ names and roles",
    P.MANAGE_MEMBERS: "invite members, change and end seats",
    P.CONFIRM_MEMBERS: "confirm seats that others made",
    P.NOMINATE_DEPUTY: "appoint a deputy for your own seat",
    P.EDIT_TERMS: "edit the terms of reference",
    P.EXPORT_TERMS: "download the terms of reference",
    P.SCHEDULE_MEETINGS: "schedule and move meetings",
    P.MANAGE_STANDING_ITEMS: "keep the standing agenda",
    P.EDIT_AGENDA: "edit the agenda of a meeting",
    P.FILE_CONTRIBUTION: "write updates for the items that you own",
    P.RUN_MEETING: "run a meeting",
    P.RECORD_ATTENDANCE: "record who came",
    P.EDIT_MINUTES: "write the minutes",
    P.CIRCULATE_MINUTES: "circulate the minutes",
    P.APPROVE_MINUTES: "approve the minutes",
    P.SET_AUDIENCE: "set who may read things that others wrote",
    P.NAME_READERS: "name the readers of a thing",
    P.VIEW_READERS: "see who has read what is OFFICIAL-SENSITIVE",
    P.INVITE_GUEST: "invite a guest to one item",
    P.RAISE_ACTIONS: "add actions",
    P.UPDATE_OWN_ACTIONS: "report on your own actions",
    P.EDIT_ACTIONS: "edit actions, and report on any of them",
    P.CLOSE_ACTIONS: "close actions",
    P.ANSWER_CRITERIA: "answer criteria of a self-assessment that you were asked for",
    P.LEAD_ASSESSMENT: "start a self-assessment and ask for its answers",
    P.MODERATE_ASSESSMENT: "moderate a self-assessment",
    P.CLOSE_ASSESSMENT: "close a self-assessment",
    P.VIEW_RESULTS: "read the results of closed self-assessments",
}
