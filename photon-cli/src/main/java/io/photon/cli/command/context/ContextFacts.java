// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.context;

import io.photon.cli.context.Context;
import io.photon.cli.context.Secret;
import io.photon.cli.output.JsonFacts;
import org.jspecify.annotations.Nullable;

/** A context as JSON: all but secrets, of which it holds none. */
final class ContextFacts {

    private ContextFacts() {}

    static JsonFacts of(Context context, boolean isInUse) {
        return new JsonFacts()
                .put("context", context.name())
                .put("url", context.url())
                .put("service", context.service())
                .put("ca-file", context.caFile())
                .put("user", context.user())
                .put("token", shown(context.token()))
                .put("password", shown(context.password()))
                .put("production", context.production())
                .put("in-use", isInUse);
    }

    private static @Nullable String shown(@Nullable Secret secret) {
        return secret == null ? null : secret.shown();
    }
}
