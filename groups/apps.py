from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"

    def ready(self):
        # they need the models, which are loaded by now
        from accounts.passwords import register_words
        from groups import (
            audit_log_document,
            audit_notices,
            move_notices,
            notices,
            own_leaves,
            review_notices,
            sign_off_document,
            subgroup_notices,
            terms_document,
            terms_notices,
            undertaking_notices,
        )
        from groups.names import names_around
        from groups.services.reviews import end_what_is_over
        from notices import sweeps

        audit_log_document.register()
        own_leaves.register_own()
        notices.register()
        audit_notices.register()
        move_notices.register()
        review_notices.register()
        subgroup_notices.register()
        sign_off_document.register()
        terms_document.register()
        terms_notices.register()
        undertaking_notices.register()
        register_words(names_around)
        sweeps.register("membership", end_what_is_over)
