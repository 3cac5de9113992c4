// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.names;

import io.photon.client.PhotonClient;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.settings.Closest;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which name was meant by one that a daemon does not know: the one that is a typing error or two away. Thread-safe. */
public final class NearNames {

    /** How a daemon, and a client, say it. */
    private static final Pattern UNKNOWN = Pattern.compile(
            "(?s)(?:there is )?no (?:schema of |event [0-9]+ in )?(stream|projection|user) '([^']*)'.*");

    /** As many are looked at: a store may have a million. */
    private static final int MOST = 1_000;

    private final Supplier<Result<PhotonClient>> clients;

    /** @param clients opens a client for one question; not called for other failures */
    public NearNames(Supplier<Result<PhotonClient>> clients) {
        this.clients = clients;
    }

    /** The failure with the near name in its hint; as it was when there is none, or it is about something else. */
    public Failure advise(Failure failure) {
        Matcher unknown = UNKNOWN.matcher(failure.message());
        if (failure.kind() != Failure.Kind.NOT_FOUND || !unknown.matches()) {
            return failure;
        }
        Result<PhotonClient> opened = clients.get();
        if (!(opened instanceof Result.Ok<PhotonClient>)) {
            return failure;
        }
        try (PhotonClient client = opened.value()) {
            return find(client, unknown.group(1), unknown.group(2))
                    .map(near -> new Failure(
                            failure.kind(),
                            failure.message(),
                            "did you mean '" + near + "'?" + (failure.hint() == null ? "" : " " + failure.hint())))
                    .orElse(failure);
        }
    }

    /** @param kind {@code stream}, {@code projection} or {@code user} */
    private static Optional<String> find(PhotonClient client, String kind, String name) {
        return switch (kind) {
            case "projection" -> closest(name, NameQuestions.names(client, NameKey.of(NameKind.PROJECTIONS, ""), MOST));
            case "user" -> closest(name, NameQuestions.names(client, NameKey.of(NameKind.USERS, ""), MOST));
            default -> stream(client, name);
        };
    }

    /** A stream that is near, among those that begin with the same letter, then among the first ones of all. */
    public static Optional<String> stream(PhotonClient client, String name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        String letter = name.substring(0, name.offsetByCodePoints(0, 1));
        return closest(name, NameQuestions.names(client, NameKey.of(NameKind.STREAMS, letter), MOST))
                .or(() -> closest(name, NameQuestions.names(client, NameKey.of(NameKind.STREAMS, ""), MOST)));
    }

    private static Optional<String> closest(String name, Result<Set<String>> names) {
        Optional<String> near =
                names instanceof Result.Ok<Set<String>> ok ? Closest.of(name, ok.value()) : Optional.empty();
        return near.filter(found -> !found.equals(name)); // it is there, and something else is not
    }
}
