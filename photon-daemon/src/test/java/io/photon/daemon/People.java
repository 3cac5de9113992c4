// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.photon.codec.JsonFields;
import io.photon.text.Utf8;
import java.net.http.HttpResponse;

/** Users of a daemon, made and asked in the words of a test. */
record People(Daemon daemon) {

    static final String PASSWORD = "a few plain words";

    /** A user with a grant. @param roles comma-separated; null for a user without any */
    People with(String name, String roles, String streams) {
        assertEquals(200, post("/api/user", user(name)).statusCode());
        if (roles != null) {
            grant(name, roles, streams, null);
        }
        return this;
    }

    /** @return its id */
    String grant(String name, String roles, String streams, String until) {
        HttpResponse<String> answer = post("/api/grant", grantBody(name, roles, streams, until));
        assertEquals(200, answer.statusCode(), answer.body());
        return JsonFields.text(Utf8.bytes(answer.body()), "grant-id");
    }

    HttpResponse<String> post(String target, String json) {
        return daemon.post(target, "application/json", json);
    }

    static String user(String name) {
        return "{\"username\":\"" + name + "\",\"password\":\"" + PASSWORD + "\"}";
    }

    static String grantBody(String name, String roles, String streams, String until) {
        return "{\"username\":\"" + name + "\",\"roles\":\"" + roles + "\",\"streams\":\"" + streams + "\""
                + (until == null ? "" : ",\"until\":\"" + until + "\"") + "}";
    }

    static String[] as(String name) {
        return new String[] {"Authorization", Visitor.basic(name, PASSWORD)};
    }

    HttpResponse<String> get(String name, String target) {
        return new Visitor(daemon).get(target, as(name));
    }

    HttpResponse<String> post(String name, String target, String json) {
        return new Visitor(daemon).post(target, json, as(name));
    }

    HttpResponse<String> delete(String name, String target) {
        return new Visitor(daemon).delete(target, as(name));
    }

    HttpResponse<String> emit(String name, String stream) {
        return post(name, "/api/event", Daemon.event(stream, 1));
    }
}
