// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.context;

import io.photon.client.DaemonAddress;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which daemon a command asks: {@code --url}, else {@code PHOTON_URL}, else a context ({@code --context}, else
 * {@code PHOTON_CONTEXT}, else the one in use), else {@code MUON_URL}, else {@code http://localhost:3000}. Immutable.
 *
 * @param url of the daemon or the broker
 * @param context whose url it is, null when it comes from elsewhere
 * @param from where the url comes from, in words
 * @param ignored the context that was asked for by option and that PHOTON_URL overrides, null for none
 */
public record ChosenDaemon(
        String url,
        @Nullable Context context,
        String from,
        @Nullable String ignored) {

    /**
     * Chooses.
     *
     * @param url of {@code --url}, null when it was not given
     * @param name of {@code --context}, null when it was not given
     */
    public static Result<ChosenDaemon> of(
            @Nullable String url, @Nullable String name, Map<String, String> environment, Contexts contexts) {
        if (url != null && name != null) {
            return Result.err(Kind.BAD_INPUT, "--url and --context both say which daemon is meant", "give one of them");
        }
        if (url != null) {
            return Result.ok(new ChosenDaemon(url, null, "--url", null));
        }
        String photonUrl = environment.getOrDefault("PHOTON_URL", "");
        if (!photonUrl.isEmpty()) {
            return Result.ok(new ChosenDaemon(photonUrl, null, "PHOTON_URL", name));
        }
        String variable = environment.getOrDefault("PHOTON_CONTEXT", "");
        if (name != null) {
            return contexts.find(name).then(found -> of(found, "--context"));
        }
        if (!variable.isEmpty()) {
            return contexts.find(variable).then(found -> of(found, "PHOTON_CONTEXT"));
        }
        return contexts.inUse()
                .then(inUse -> inUse.isEmpty() ? Result.ok(withoutContext(environment)) : used(inUse, contexts));
    }

    private static Result<ChosenDaemon> used(Optional<String> inUse, Contexts contexts) {
        Result<Context> found = contexts.find(inUse.get());
        return found instanceof Result.Err<Context> err && err.failure().kind() == Kind.NOT_FOUND
                ? Result.err(
                        Kind.NOT_FOUND,
                        "the context in use, '" + inUse.get() + "', is gone",
                        "choose another with: photon context use NAME, or none with: photon context use --none")
                : found.then(context -> of(context, "the context in use"));
    }

    private static Result<ChosenDaemon> of(Context context, String from) {
        return Result.ok(new ChosenDaemon(context.url(), context, from, null));
    }

    private static ChosenDaemon withoutContext(Map<String, String> environment) {
        String muonUrl = environment.getOrDefault("MUON_URL", "");
        return muonUrl.isEmpty()
                ? new ChosenDaemon(DaemonAddress.DEFAULT.toString(), null, "default", null)
                : new ChosenDaemon(muonUrl, null, "MUON_URL", null);
    }

    /** The address without the password of a broker. */
    public String shownUrl() {
        return url.replaceFirst("^([A-Za-z]+://[^/?#:@]*):.*@", "$1:********@");
    }

    /** Whether someone said which daemon, other than by MUON_URL. */
    public boolean isChosen() {
        return context != null || from.equals("--url") || from.equals("PHOTON_URL");
    }
}
