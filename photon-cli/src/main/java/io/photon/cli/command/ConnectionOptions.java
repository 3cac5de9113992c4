// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command;

import static java.util.Objects.requireNonNull;

import io.photon.cli.context.ChosenDaemon;
import io.photon.cli.context.Context;
import io.photon.cli.context.Contexts;
import io.photon.cli.input.Durations;
import io.photon.cli.output.Report;
import io.photon.client.ClientSettings;
import io.photon.client.DaemonAddress;
import io.photon.client.PhotonClient;
import io.photon.client.http.HttpPhotonClient;
import io.photon.client.muon.network.MuonNetwork;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which daemon, who asks, and for how long. */
public final class ConnectionOptions {

    @Option(
            order = 50,
            names = "--url",
            paramLabel = "URL",
            description = "the daemon by http(s)://, or the broker by amqp(s):// (default: PHOTON_URL, the context,"
                    + " MUON_URL, localhost:3000)")
    @Nullable String url;

    @Option(
            order = 50,
            names = "--context",
            paramLabel = "NAME",
            description = "the daemon that this context names, with its identity (default: PHOTON_CONTEXT, the one in"
                    + " use; see photon help contexts)")
    @Nullable String context;

    @Option(
            order = 50,
            names = "--timeout",
            paramLabel = "DURATION",
            description = "give up after this long with exit code 124 (default: 30s; none for streams)")
    @Nullable String timeout;

    @Option(
            order = 50,
            names = "--token",
            paramLabel = "TOKEN",
            description = "identity; prefer PHOTON_TOKEN or --token-file")
    @Nullable String token;

    @Option(order = 50, names = "--token-file", paramLabel = "FILE", description = "file that holds the token")
    @Nullable Path tokenFile;

    @Option(
            order = 50,
            names = "--user",
            paramLabel = "NAME",
            description = "identity by name and password; asks for the password")
    @Nullable String user;

    @Option(
            order = 50,
            names = "--password-file",
            paramLabel = "FILE",
            description = "file that holds the password of --user")
    @Nullable Path passwordFile;

    @Option(
            order = 50,
            names = "--ca-file",
            paramLabel = "FILE",
            description = "trust the PEM certificates in this file")
    @Nullable Path caFile;

    @Option(order = 50, names = "--insecure", description = "accept any certificate, for this command only")
    boolean insecure;

    /** Sets a flag, see {@link PlainWords}. */
    boolean setFlag(String option) {
        return option.equals("--insecure") && PlainWords.isFirst(insecure, insecure = true);
    }

    /** Sets one of these options to a value, see {@link PlainWords}. */
    boolean setValue(String option, String value) {
        return switch (option) {
            case "--url" -> PlainWords.isFirst(url, url = value);
            case "--context" -> PlainWords.isFirst(context, context = value);
            case "--timeout" -> PlainWords.isFirst(timeout, timeout = value);
            case "--token" -> PlainWords.isFirst(token, token = value);
            case "--token-file" -> PlainWords.isFirst(tokenFile, tokenFile = Path.of(value));
            case "--user" -> PlainWords.isFirst(user, user = value);
            case "--password-file" -> PlainWords.isFirst(passwordFile, passwordFile = Path.of(value));
            case "--ca-file" -> PlainWords.isFirst(caFile, caFile = Path.of(value));
            default -> false;
        };
    }

    /** Where a broker is unless told otherwise, as for the daemon. */
    private static final String DEFAULT_BROKER = "amqp://localhost";

    private @Nullable String shownUrl;
    private @Nullable ChosenDaemon chosen;
    private @Nullable Credentials credentials;

    /** How long a request may take that neither streams nor has a --timeout. */
    private static final long DEFAULT_TIMEOUT_MS = 30_000;

    /**
     * A client; nothing is connected yet.
     *
     * @param streaming whether the command takes as long as there is data
     * @param service the event store's name on a Muon network, null for whichever is there
     */
    public Result<PhotonClient> open(Report report, boolean streaming, @Nullable String service) {
        return choose(report).then(daemon -> {
            shownUrl = daemon.url();
            if (Context.isBroker(daemon.url())) {
                return muon(daemon.url(), report, streaming)
                        .map(this::noted)
                        .map(connection -> connection.client(service(service)));
            }
            return timeoutMs(streaming)
                    .then(ms -> DaemonAddress.parse(daemon.url())
                            .then(endpoint -> credentials()
                                    .of(endpoint)
                                    .map(identity -> new HttpPhotonClient(ClientSettings.of(endpoint, identity)
                                            .withTimeout(ms)
                                            .withTrust(trusted(), insecure)))));
        });
    }

    /** Which daemon is asked; found out once in a run. */
    public Result<ChosenDaemon> choose(Report report) {
        if (chosen != null) {
            return Result.ok(chosen);
        }
        Map<String, String> environment = report.console().environment();
        return ChosenDaemon.of(url, context, environment, new Contexts(environment, report::note))
                .then(daemon -> {
                    if (daemon.ignored() != null) {
                        report.note("PHOTON_URL is set and counts more than --context " + daemon.ignored());
                    }
                    return choose(daemon, report);
                });
    }

    /** Asks the daemon of a context, whatever else names one. */
    public Result<ChosenDaemon> choose(Context named, Report report) {
        return choose(new ChosenDaemon(named.url(), named, "context " + named.name(), null), report);
    }

    /** Asks this daemon unless an option, PHOTON_URL or a context names one. @param otherwise its address */
    public Result<ChosenDaemon> chooseOr(String otherwise, Report report) {
        return choose(report).then(daemon -> daemon.isChosen() ? Result.ok(daemon) : choose(otherwise, report));
    }

    /** Asks the daemon of the settings, whatever else names one. @param address of it */
    public Result<ChosenDaemon> choose(String address, Report report) {
        return choose(new ChosenDaemon(address, null, "the settings", null), report);
    }

    /** Whether an option says which daemon is meant. */
    public boolean isGiven() {
        return url != null || context != null;
    }

    private Result<ChosenDaemon> choose(ChosenDaemon daemon, Report report) {
        chosen = daemon;
        credentials = new Credentials(this, daemon.context(), report);
        return Result.ok(daemon);
    }

    private ChosenDaemon chosen() {
        return requireNonNull(chosen, "choose() comes first");
    }

    private Credentials credentials() {
        return requireNonNull(credentials, "choose() comes first");
    }

    /** The password that is logged in with; typed once in a run. BAD_INPUT without {@code --user}. */
    public Result<String> presentPassword(Report report) {
        String name = user;
        return name == null
                ? Result.err(Failure.Kind.BAD_INPUT, "your own password needs your name", "log in with --user NAME")
                : choose(report).then(daemon -> credentials().password(name));
    }

    /** The Muon network, for commands that ask any service; nothing is connected yet. */
    public Result<MuonNetwork> network(Report report, boolean streaming) {
        return choose(report)
                .then(daemon -> brokerUrl(daemon, report.console().environment()))
                .then(broker -> {
                    if (!broker.equals(chosen().url())) { // another than the context's, so its secrets are not for it
                        choose(new ChosenDaemon(broker, null, "MUON_URL", null), report);
                    }
                    return muon(broker, report, streaming).map(this::noted);
                })
                // No lambda, which would be a method here: picocli looks at all methods, and would load what one
                // returns.
                .map(MuonConnection::network);
    }

    private Result<MuonConnection> muon(String broker, Report report, boolean streaming) {
        if (user != null) {
            return Result.err(
                    Kind.BAD_INPUT,
                    "--user is for HTTP",
                    "over AMQP the broker's user stands in the URL; who you are for Photon, --token says");
        }
        return timeoutMs(streaming)
                .then(ms -> credentials()
                        .token()
                        .then(secret -> credentials()
                                .broker(broker)
                                .then(full -> MuonConnection.to(
                                        full, secret.orElse(null), ms, trusted(), insecure, report::note))));
    }

    /** The broker that is meant; a daemon that no one named by option leaves it to MUON_URL. */
    private Result<String> brokerUrl(ChosenDaemon daemon, Map<String, String> environment) {
        if (Context.isBroker(daemon.url())) {
            return Result.ok(daemon.url());
        }
        if (isGiven()) {
            return Result.err(
                    Kind.BAD_INPUT,
                    (url != null ? "--url" : "context '" + context + "'") + " is not the address of a broker",
                    "write amqp://USER:PASSWORD@HOST:PORT/VHOST, or set MUON_URL");
        }
        String muonUrl = environment.getOrDefault("MUON_URL", "");
        return Result.ok(Context.isBroker(muonUrl) ? muonUrl : DEFAULT_BROKER);
    }

    private MuonConnection noted(MuonConnection connection) {
        shownUrl = connection.shown();
        return connection;
    }

    /** The event store's name on the network of the context: as that says, else the usual one. */
    public String serviceOfContext() {
        String named = service(null);
        return named == null ? "photon" : named;
    }

    /** The event store's name: as given, else as the context says; null for whichever is there. */
    private @Nullable String service(@Nullable String given) {
        Context named = chosen().context();
        return given != null || named == null ? given : named.service();
    }

    /** The certificates to trust: as given, else as the context says; null for the usual ones. */
    private @Nullable Path trusted() {
        Context named = chosen().context();
        String file = named == null ? null : named.caFile();
        return caFile != null || file == null ? caFile : Path.of(file);
    }

    /** The context of the daemon that is asked; null when it was named otherwise, or not chosen yet. */
    public @Nullable Context context() {
        return chosen == null ? null : chosen.context();
    }

    /** The context that was asked for by option and does not count, null for none. */
    @Nullable String ignoredContext() {
        return chosen == null ? null : chosen.ignored();
    }

    /** Who asks, in words and without any secret. */
    public String who() {
        return credentials().who();
    }

    /** Whether this goes over Muon. */
    public boolean isMuon() {
        return shownUrl != null && Context.isBroker(shownUrl);
    }

    /** The daemon as messages name it, once it has been chosen. */
    public String shown() {
        return requireNonNull(shownUrl, "nothing is open yet");
    }

    /** The option that names this daemon to another command, with a space before it; empty when none is needed. */
    public String urlOption() {
        return url != null ? " --url " + shownUrl : context != null ? " --context " + context : "";
    }

    /** Whether --timeout was given. */
    public boolean isLimited() {
        return timeout != null;
    }

    /** How long a request may take, in ms: --timeout, or what is usual. */
    public Result<Long> limitMs() {
        return timeoutMs(false);
    }

    /** The value of --timeout in ms; 0 when it was not given. */
    public Result<Long> givenTimeoutMs() {
        return timeoutMs(true);
    }

    private Result<Long> timeoutMs(boolean streaming) {
        if (timeout == null) {
            return Result.ok(streaming ? 0 : DEFAULT_TIMEOUT_MS);
        }
        return Durations.span(timeout).map(ms -> Math.max(1, ms));
    }
}
