// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.codec.JsonWriter;
import io.photon.security.Grant;
import io.photon.security.Role;

/** A grant as doors show it. */
final class GrantJson {

    private GrantJson() {}

    /** Its fields. */
    static JsonWriter write(JsonWriter json, Grant grant) {
        json.field("grant-id", grant.id()).field("roles").array();
        grant.roles().stream().sorted().map(Role::word).forEach(json::value);
        json.endArray().field("streams", grant.streams());
        if (grant.untilMs() != Grant.FOREVER) {
            json.field("until", grant.untilMs());
        }
        return json.field("by", grant.by()).field("added", grant.addedMs());
    }
}
