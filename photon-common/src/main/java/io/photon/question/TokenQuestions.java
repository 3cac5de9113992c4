// SPDX-License-Identifier: Apache-2.0
package io.photon.question;

import static io.photon.question.Cost.DISK;
import static io.photon.question.Cost.QUICK;
import static io.photon.question.Form.LIST;
import static io.photon.question.Form.OBJECT;
import static io.photon.question.Form.UPLOAD;
import static io.photon.question.Question.question;

/** Sessions, tokens and applications. What needs a cookie or a password has an endpoint of its own. */
public final class TokenQuestions {

    /** In the order in which paths are looked at. */
    static final Rows ROWS = new Rows();

    public static final Question LOGIN = ROWS.add(
            question("login", OBJECT, QUICK).at("GET", "/auth/login").answers("begins a session of the caller"));
    public static final Question LOGIN_BY_FORM = ROWS.add(question("login-by-form", UPLOAD, QUICK)
            .takesElsewhere(Params.USERNAME, Params.PASSWORD)
            .at("POST", "/auth/login")
            .open()
            .answers("begins a session with a name and a password"));
    public static final Question LOGOUT = ROWS.add(
            question("logout", OBJECT, QUICK).at("GET", "/auth/logout").open().answers("ends the session"));
    public static final Question SESSION = ROWS.add(
            question("session", OBJECT, QUICK).at("GET", "/auth/session").open().answers("who is logged in"));
    public static final Question TOKEN = ROWS.add(question("token", OBJECT, DISK)
            .at("GET", "/auth/token")
            .answers("hands out tokens to a caller who has logged in"));
    public static final Question TOKEN_CREATE = ROWS.add(question("token-create", UPLOAD, DISK)
            .takesElsewhere(Params.LABEL, Params.LIFE, Params.ROLES, Params.OF_STREAMS, Params.USERNAME)
            .at("POST", "/auth/token")
            .answers("hands out a token with a name"));
    public static final Question TOKEN_REFRESH = ROWS.add(question("token-refresh", UPLOAD, DISK)
            .takesElsewhere(Params.REFRESH_TOKEN)
            .at("POST", "/auth/refresh")
            .open()
            .answers("hands out new tokens for a refresh token"));
    public static final Question TOKENS = ROWS.add(question("tokens", LIST, QUICK)
            .takes(Params.USERNAME)
            .at("GET", "/auth/tokens")
            .answers("the tokens that have a name"));
    public static final Question TOKENS_REVOKE = ROWS.add(question("tokens-revoke", UPLOAD, DISK)
            .takesElsewhere(Params.SHOWN_TOKEN, Params.USERNAME)
            .at("POST", "/auth/revoke")
            .answers("ends a token that is shown, or all tokens and sessions of a user"));
    public static final Question TOKEN_SHOW = ROWS.add(question("token-show", OBJECT, QUICK)
            .takes(Params.TOKEN_ID)
            .at("GET", "/auth/token/:id")
            .answers("one token that has a name"));
    public static final Question TOKEN_REVOKE = ROWS.add(question("token-revoke", OBJECT, DISK)
            .takes(Params.TOKEN_ID)
            .at("DELETE", "/auth/token/:id")
            .answers("ends a token that has a name"));
    public static final Question APP_CREATE = ROWS.add(question("app-create", UPLOAD, DISK)
            .takesElsewhere(
                    Params.LABEL, Params.DESCRIPTION, Params.WEBSITE, Params.ROLES, Params.OF_STREAMS, Params.USERNAME)
            .at("POST", "/auth/app")
            .answers("creates an application, and shows its secret once"));
    public static final Question APPS = ROWS.add(question("apps", LIST, QUICK)
            .takes(Params.USERNAME)
            .at("GET", "/auth/apps")
            .answers("the applications"));
    public static final Question APP_SHOW = ROWS.add(question("app", OBJECT, QUICK)
            .takes(Params.CLIENT_ID)
            .at("GET", "/auth/app/:client-id")
            .answers("one application"));
    public static final Question APP_ROTATE = ROWS.add(question("app-rotate", OBJECT, DISK)
            .takes(Params.CLIENT_ID)
            .at("POST", "/auth/app/:client-id/rotate")
            .answers("gives an application another secret, and shows it once"));
    public static final Question APP_DELETE = ROWS.add(question("app-delete", OBJECT, DISK)
            .takes(Params.CLIENT_ID)
            .at("DELETE", "/auth/app/:client-id")
            .answers("deletes an application"));

    private TokenQuestions() {}
}
