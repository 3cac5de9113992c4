// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.codec.JsonWriter;
import io.photon.security.Account;
import io.photon.security.Accounts;
import io.photon.security.Grant;
import io.photon.security.Permission;
import io.photon.security.ProvenIdentity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a Photon knows of a caller, for the caller. */
final class WhoAmI {

    private WhoAmI() {}

    static byte[] json(Caller caller, Accounts accounts, long nowMs) {
        ProvenIdentity identity = caller.identity();
        Optional<Account> account = Optional.ofNullable(identity.account()).flatMap(accounts::find);
        JsonWriter json = new JsonWriter(512).object().field("username", identity.name());
        if (identity.account() != null && !identity.account().equals(identity.name())) {
            json.field("of-user", identity.account());
        }
        json.field("logged-in-by", identity.means());
        if (identity.untilMs() != Grant.FOREVER) {
            json.field("until", identity.untilMs());
        }
        json.field("everywhere").array();
        for (Permission permission : Permission.values()) {
            if (caller.may(permission)) {
                json.value(permission.name().toLowerCase(Locale.ROOT));
            }
        }
        json.endArray()
                .field("limited", identity.limit() != null)
                .field("granted")
                .array();
        List<Grant> grants = account.map(Account::grants).orElse(List.of());
        grants.stream()
                .filter(grant -> grant.holds(nowMs))
                .forEach(grant -> GrantJson.write(json.object(), grant).endObject());
        return json.endArray().endObject().bytes();
    }
}
