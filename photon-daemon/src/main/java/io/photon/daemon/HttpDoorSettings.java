// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.door.http.wire.HttpSettings;
import io.photon.settings.Network;
import io.photon.settings.Setting;
import io.photon.settings.Settings;
import io.photon.settings.SettingsTable;
import java.time.Duration;
import java.util.List;

/** What the settings say about the HTTP door. */
final class HttpDoorSettings {

    private HttpDoorSettings() {}

    static HttpSettings of(Settings settings) {
        HttpSettings plain =
                HttpSettings.plain(settings.get(SettingsTable.REST_HOST), settings.get(SettingsTable.REST_PORT));
        return plain.withOrigins(settings.get(SettingsTable.CORS_ORIGINS))
                .withBanner(settings.find(SettingsTable.CONSOLE_BANNER).orElse(""))
                .withTls(tls(settings))
                .withLimits(limits(settings))
                .withTimes(times(settings, plain.times()))
                .withObserving(observing(settings))
                .withCloudEvents(new HttpSettings.CloudEvents(
                        settings.get(SettingsTable.CLOUDEVENTS_SOURCE),
                        settings.find(SettingsTable.CLOUDEVENTS_STREAM).orElse(null),
                        settings.get(SettingsTable.CLOUDEVENTS_SENDERS)))
                .withFront(front(settings));
    }

    private static HttpSettings.TlsFiles tls(Settings settings) {
        return new HttpSettings.TlsFiles(
                settings.find(SettingsTable.REST_KEYSTORE).orElse(null),
                settings.find(SettingsTable.REST_KEYPASS).orElse(null),
                settings.find(SettingsTable.REST_CERTIFICATE).orElse(null),
                settings.find(SettingsTable.REST_KEY).orElse(null));
    }

    private static HttpSettings.Limits limits(Settings settings) {
        return new HttpSettings.Limits(
                settings.get(SettingsTable.REST_MAX_LINE).intValue(),
                settings.get(SettingsTable.REST_MAX_READERS),
                settings.get(SettingsTable.REST_MAX_HEADER).intValue(),
                settings.get(SettingsTable.REST_MAX_CONNECTIONS),
                settings.find(SettingsTable.REST_MAX_UPLOAD).orElse(Long.MAX_VALUE));
    }

    private static HttpSettings.Times times(Settings settings, HttpSettings.Times usual) {
        return new HttpSettings.Times(
                usual.heartbeatMs(),
                settings.get(SettingsTable.REST_READ_TIMEOUT).toMillis(),
                usual.quietTimeoutMs(),
                settings.get(SettingsTable.REST_WRITE_TIMEOUT).toMillis(),
                ms(settings, SettingsTable.REST_HEADER_TIMEOUT),
                ms(settings, SettingsTable.REST_IDLE_TIMEOUT));
    }

    private static int ms(Settings settings, Setting<Duration> span) {
        return (int) settings.get(span).toMillis();
    }

    private static HttpSettings.Front front(Settings settings) {
        String path = settings.get(SettingsTable.REST_BASE_PATH);
        return new HttpSettings.Front(
                path.equals("/") ? "" : path,
                networks(settings.get(SettingsTable.REST_TRUSTED_PROXIES)),
                settings.get(SettingsTable.REST_HTTP2) ? settings.get(SettingsTable.REST_MAX_STREAMS) : 0);
    }

    private static HttpSettings.Observing observing(Settings settings) {
        return new HttpSettings.Observing(
                networks(settings.get(SettingsTable.METRICS_OPEN)),
                settings.get(SettingsTable.METRICS_PROJECTIONS),
                settings.get(SettingsTable.LOG_ACCESS),
                settings.get(SettingsTable.TRACE_CONTEXT));
    }

    private static List<Network> networks(List<String> texts) {
        return texts.stream().map(text -> Network.parse(text).orElseThrow()).toList();
    }
}
