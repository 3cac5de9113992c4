// SPDX-License-Identifier: Apache-2.0
package io.photon.question;

import static io.photon.question.Cost.QUICK;
import static io.photon.question.Form.LIST;
import static io.photon.question.Form.OBJECT;
import static io.photon.question.Form.UPLOAD;
import static io.photon.question.Question.question;

import io.photon.question.Question.Builder;

/** Users, and what is granted to them. */
public final class UserQuestions {

    /** In the order in which paths are looked at. */
    static final Rows ROWS = new Rows();

    public static final Question WHO_AM_I = ROWS.add(question("whoami", OBJECT, QUICK)
            .at("GET", "/api/whoami")
            .call("/whoami")
            .words("who you are")
            .answers("who the caller is, and what they may do"));
    public static final Question USERS = ROWS.add(question("users", LIST, QUICK)
            .takesElsewhere(Params.AFTER_NAME)
            .at("GET", "/api/users")
            .call("/users")
            .keyedBy("username")
            .words("for its users")
            .answers("the users besides the administrator"));
    public static final Question USER_SHOW = ROWS.add(question("user", OBJECT, QUICK)
            .takes(Params.USER)
            .at("GET", "/api/user/:username")
            .call("/user/show")
            .words("for a user")
            .answers("one user with what is granted"));
    public static final Question USER_CREATE = ROWS.add(question("user-create", UPLOAD, QUICK)
            .takesElsewhere(Params.USER, Params.FIRST_PASSWORD)
            .at("POST", "/api/user")
            .call("/user/create")
            .words("to create a user")
            .answers("creates a user, who may do nothing yet"));
    public static final Question USER_PASSWORD = ROWS.add(question("user-password", UPLOAD, QUICK)
            .takes(Params.USER)
            .takesElsewhere(Params.NEW_PASSWORD, Params.PRESENT_PASSWORD)
            .at("POST", "/api/user/:username/password")
            .call("/user/password")
            .words("to set a password")
            .answers("sets the password of a user; one's own with the present one"));
    public static final Question USER_DISABLE = ROWS.add(user("disable").answers("no longer lets a user in"));
    public static final Question USER_ENABLE = ROWS.add(user("enable").answers("lets a user in again"));
    public static final Question USER_DELETE = ROWS.add(question("user-delete", OBJECT, QUICK)
            .takes(Params.USER)
            .at("DELETE", "/api/user/:username")
            .call("/user/delete")
            .words("to delete a user")
            .answers("deletes a user with all grants"));
    public static final Question GRANTS = ROWS.add(question("grants", LIST, QUICK)
            .takes(Params.OF_USER)
            .takesElsewhere(Params.AFTER_NAME)
            .at("GET", "/api/grants")
            .call("/grants")
            .keyedBy("grant-id")
            .words("for its grants")
            .answers("what is granted to whom"));
    public static final Question GRANT_ADD = ROWS.add(question("grant-add", UPLOAD, QUICK)
            .takesElsewhere(Params.USER, Params.GRANTED_ROLES, Params.GRANTED_STREAMS, Params.GRANTED_UNTIL)
            .at("POST", "/api/grant")
            .call("/grant/add")
            .words("to grant something")
            .answers("grants a user what may be done with some streams"));
    public static final Question GRANT_REVOKE = ROWS.add(question("grant-revoke", OBJECT, QUICK)
            .takes(Params.USER, Params.GRANT_ID)
            .at("DELETE", "/api/grant/:username/:grant-id")
            .call("/grant/revoke")
            .words("to revoke a grant")
            .answers("takes a grant back"));

    private UserQuestions() {}

    private static Builder user(String verb) {
        return question("user-" + verb, OBJECT, QUICK)
                .takes(Params.USER)
                .at("POST", "/api/user/:username/" + verb)
                .call("/user/" + verb)
                .words("to " + verb + " a user");
    }
}
