// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.doctor;

import io.photon.client.DaemonAddress;
import io.photon.result.Result;
import io.photon.settings.Settings;
import io.photon.settings.SettingsTable;
import java.util.List;
import java.util.Locale;

/** Who can reach the daemon and read what goes to it: addresses, origins, feeds, the broker. */
final class ExposureChecks {

    private ExposureChecks() {}

    /** How this command speaks with the daemon. */
    static void connection(Subject subject, Findings findings) {
        String url = subject.url().toLowerCase(Locale.ROOT);
        if (url.startsWith("https://") || url.startsWith("amqps://")) {
            findings.ok("connection", subject.url() + ", over TLS");
        } else if (isLoopback(hostOf(url))) {
            findings.ok("connection", subject.url() + ", on this machine");
        } else {
            findings.wrong(
                    "connection",
                    subject.url() + ": passwords, tokens and events travel in the clear",
                    "use " + (url.startsWith("amqp") ? "amqps://" : "https://"));
        }
    }

    private static String hostOf(String url) {
        return url.replaceFirst("^[a-z]+://", "").replaceFirst("^[^/]*@", "").replaceFirst("[:/?].*", "");
    }

    /** Where HTTP can be reached. @return whether from other machines */
    static boolean addresses(Subject subject, Findings findings) {
        String host = subject.settings().get(SettingsTable.REST_HOST);
        int port = subject.settings().get(SettingsTable.REST_PORT);
        List<Proc.Listener> bound = subject.isRunning() ? Proc.listeners(portOf(subject, port)) : List.of();
        boolean isOpen =
                bound.isEmpty() ? !isLoopback(host) : bound.stream().anyMatch(listener -> !listener.isLoopback());
        String found = bound.isEmpty()
                ? "rest.host " + host + ", port " + port
                : "bound to "
                        + String.join(
                                ", ",
                                bound.stream()
                                        .map(Proc.Listener::address)
                                        .distinct()
                                        .toList())
                        + ", port " + portOf(subject, port);
        if (isOpen) {
            findings.note(
                    "address", found + ": can be reached from other machines", "see that a firewall says from which");
        } else {
            findings.ok("address", found + ": from this machine only");
        }
        return isOpen;
    }

    private static int portOf(Subject subject, int otherwise) {
        return DaemonAddress.parse(subject.url()) instanceof Result.Ok<DaemonAddress> ok
                ? ok.value().port()
                : otherwise;
    }

    private static boolean isLoopback(String host) {
        return new DaemonAddress(false, host, 1, "").isLoopback();
    }

    static void origins(Settings settings, Findings findings) {
        List<String> origins = settings.get(SettingsTable.CORS_ORIGINS);
        List<String> plain =
                origins.stream().filter(origin -> origin.startsWith("http://")).toList();
        if (origins.isEmpty()) {
            findings.ok("cors", "no web page of another origin may call");
        } else if (plain.isEmpty()) {
            findings.note("cors", "pages of " + String.join(", ", origins) + " may call", "see that they are yours");
        } else {
            findings.warning(
                    "cors",
                    "pages of " + String.join(", ", plain) + " may call; those on their way can change them",
                    "use origins with https:// in cors.origins");
        }
    }

    /** @param isGuarded whether some may do less than others, of which feeds know nothing */
    static void feeds(Subject subject, boolean isGuarded, Findings findings) {
        Settings settings = subject.settings();
        String host = settings.get(SettingsTable.FEEDS_HOST);
        int events = settings.get(SettingsTable.EVENTS_PORT);
        int projections = settings.get(SettingsTable.PROJECTIONS_PORT);
        if (events == 0 && projections == 0) {
            findings.ok("feeds", "off");
            return;
        }
        String found = "feeds.host " + host + ", ports " + events + " and " + projections
                + ": every client that reaches them may read, without an identity";
        if (isLoopback(host) && isGuarded) {
            findings.warning(
                    "feeds",
                    found + "; so every user of this machine reads all events and values, whatever is granted",
                    "switch them off, if nothing reads them: -events.port 0 -projections.port 0");
        } else if (isLoopback(host)) {
            findings.note("feeds", found + "; from this machine only", "switch off what is not read: -events.port 0");
        } else {
            findings.wrong("feeds", found, "set feeds.host to localhost, or the ports to 0");
        }
    }

    static void muon(Subject subject, Findings findings) {
        Settings settings = subject.settings();
        String url = settings.get(SettingsTable.MUON_URL);
        List<String> permissions = settings.get(SettingsTable.MUON_PERMISSIONS);
        boolean isOff = subject.isRunning() ? subject.text("muon/state") == null : url.equals("none");
        if (isOff) {
            findings.ok("muon", "off");
            return;
        }
        String may = permissions.isEmpty() ? "nothing without a token" : String.join(", ", permissions);
        if (permissions.contains("delete") || permissions.contains("manage")) {
            findings.warning(
                    "muon",
                    "every client of the broker may, without a token: " + may,
                    "leave out what they do not need: -muon.permissions emit,replay");
        } else {
            findings.note("muon", "every client of the broker may, without a token: " + may, null);
        }
        String lower = url.toLowerCase(Locale.ROOT);
        if (lower.startsWith("amqp://")) {
            String host = hostOf(lower);
            if (isLoopback(host)) {
                findings.ok("broker", "on this machine");
            } else {
                findings.wrong(
                        "broker",
                        "amqp:// to " + host + ": passwords and events travel in the clear",
                        "use amqps:// in muon.url");
            }
        } else {
            findings.ok("broker", lower.startsWith("amqps") ? "over TLS" : "embedded");
        }
    }
}
