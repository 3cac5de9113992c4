// SPDX-License-Identifier: Apache-2.0
package io.photon.question;

import static io.photon.question.Cost.DISK;
import static io.photon.question.Cost.QUICK;
import static io.photon.question.Form.LIST;
import static io.photon.question.Form.OBJECT;
import static io.photon.question.Form.UPLOAD;
import static io.photon.question.Question.question;

/** Hooks, to which other systems deliver. */
public final class HookQuestions {

    /** In the order in which paths are looked at. */
    static final Rows ROWS = new Rows();

    public static final Question HOOK_DELIVER = ROWS.add(question("hook-deliver", UPLOAD, QUICK)
            .takes(Params.HOOK)
            .at("POST", "/hooks/:hook")
            .open()
            .answers("stores what a sender delivers, signed with the secret of the hook"));
    public static final Question HOOKS = ROWS.add(
            question("hooks", LIST, QUICK).at("GET", "/api/hooks").answers("the hooks, and what came to them"));
    public static final Question HOOK_CREATE = ROWS.add(question("hook-create", UPLOAD, DISK)
            .takesElsewhere(
                    Params.HOOK,
                    Params.HOOK_STREAM,
                    Params.SCHEME,
                    Params.HOOK_SECRET,
                    Params.SIGNATURE_HEADER,
                    Params.SIGNATURE_PREFIX,
                    Params.ALGORITHM,
                    Params.ENCODING,
                    Params.TOLERANCE,
                    Params.TYPE_FROM,
                    Params.EVENT_TYPE,
                    Params.ID_FROM,
                    Params.MAX_BODY)
            .at("POST", "/api/hook")
            .answers("creates a hook, and shows its secret once"));
    public static final Question HOOK_SHOW = ROWS.add(question("hook", OBJECT, QUICK)
            .takes(Params.HOOK)
            .at("GET", "/api/hook/:hook")
            .answers("one hook"));
    public static final Question HOOK_ROTATE = ROWS.add(question("hook-rotate", UPLOAD, DISK)
            .takes(Params.HOOK)
            .takesElsewhere(Params.HOOK_SECRET, Params.GRACE)
            .at("POST", "/api/hook/:hook/rotate")
            .answers("gives a hook another secret, and shows it once"));
    public static final Question HOOK_ENABLE = ROWS.add(question("hook-enable", OBJECT, QUICK)
            .takes(Params.HOOK)
            .at("POST", "/api/hook/:hook/enable")
            .answers("has deliveries to a hook stored again"));
    public static final Question HOOK_DISABLE = ROWS.add(question("hook-disable", OBJECT, QUICK)
            .takes(Params.HOOK)
            .at("POST", "/api/hook/:hook/disable")
            .answers("has deliveries to a hook refused until it is enabled; their sender is told to try again later"));
    public static final Question HOOK_LIMIT = ROWS.add(question("hook-limit", UPLOAD, QUICK)
            .takes(Params.HOOK)
            .takesElsewhere(Params.HOOK_LIMIT)
            .at("POST", "/api/hook/:hook/limit")
            .answers("sets the longest delivery that a hook takes"));
    public static final Question HOOK_TEST = ROWS.add(question("hook-test", UPLOAD, QUICK)
            .takes(Params.HOOK)
            .takesElsewhere(Params.HOOK_PAYLOAD)
            .at("POST", "/api/hook/:hook/test")
            .answers("signs a delivery, checks it, and answers the event that it would be: nothing is stored"));
    public static final Question HOOK_DELETE = ROWS.add(question("hook-delete", OBJECT, DISK)
            .takes(Params.HOOK)
            .at("DELETE", "/api/hook/:hook")
            .answers("deletes a hook"));

    private HookQuestions() {}
}
