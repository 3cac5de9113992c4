// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.token;

import io.photon.question.Asked;
import io.photon.question.Params;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** For whom something is handed out, and what it may do at most. */
final class GrantedOptions {

    @Option(
            names = "--roles",
            paramLabel = "ROLE,…",
            description =
                    "what it may do at most: emit, replay, projections, delete, or reader, writer, operator, admin"
                            + " (default: all that its user may)")
    @Nullable String roles;

    @Option(names = "--streams", paramLabel = "GLOB", description = "only with this stream, or those of a glob")
    @Nullable String streams;

    @Option(names = "--for", paramLabel = "USER", description = "for this user (default: for yourself)")
    @Nullable String user;

    Asked in(Asked asked) {
        return asked.with(Params.ROLES, roles).with(Params.OF_STREAMS, streams).with(Params.USERNAME, user);
    }
}
