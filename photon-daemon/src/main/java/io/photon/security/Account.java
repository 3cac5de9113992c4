// SPDX-License-Identifier: Apache-2.0
package io.photon.security;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user as {@code __security__} tells it. Immutable.
 *
 * @param password null for one that cannot be used to log in with
 * @param credentials the order-id of the event that last changed with what the user may log in; logins from before it are over
 * @param grants in the order in which they were added
 * @param createdMs ms since 1970
 * @param createdBy who created it
 * @param passwordMs when the password was set, ms since 1970
 */
public record Account(
        String name,
        @Nullable PasswordHash password,
        boolean enabled,
        long credentials,
        List<Grant> grants,
        long createdMs,
        String createdBy,
        long passwordMs) {

    public Account {
        grants = List.copyOf(grants);
    }

    Account withPassword(@Nullable PasswordHash other, long orderId, long timeMs) {
        return new Account(name, other, enabled, orderId, grants, createdMs, createdBy, timeMs);
    }

    Account withEnabled(boolean isEnabled, long orderId) {
        return new Account(name, password, isEnabled, orderId, grants, createdMs, createdBy, passwordMs);
    }

    Account with(Grant grant) {
        List<Grant> more = new ArrayList<>(grants);
        more.removeIf(each -> each.id().equals(grant.id()));
        more.add(grant);
        return new Account(name, password, enabled, credentials, more, createdMs, createdBy, passwordMs);
    }

    Account withoutGrant(String id) {
        List<Grant> fewer =
                grants.stream().filter(each -> !each.id().equals(id)).toList();
        return new Account(name, password, enabled, credentials, fewer, createdMs, createdBy, passwordMs);
    }
}
