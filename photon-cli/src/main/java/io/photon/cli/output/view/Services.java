// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.view;

import io.photon.cli.output.BoxTable;
import io.photon.cli.output.DataOut;
import io.photon.cli.output.Report;
import io.photon.cli.output.TerminalSafe;
import io.photon.codec.JsonFields;
import io.photon.muon.transport.ServiceDescriptor;
import io.photon.muon.wire.Introspection;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Shows who is on a Muon network, and what they offer. */
public final class Services {

    private final Report report;
    private final DataOut out;

    public Services(Report report) {
        this.report = report;
        this.out = report.out();
    }

    /** Who is there. */
    public void show(List<ServiceDescriptor> services) {
        switch (report.many()) {
            case table -> {
                BoxTable table = report.box("SERVICE NAME", "TAGS", "CONTENT/TYPE");
                services.forEach(service -> table.row(
                        service.identifier(), String.join(",", service.tags()), String.join(",", service.codecs())));
                table.flush();
            }
            case raw -> services.forEach(service -> out.line(TerminalSafe.text(service.identifier())));
            case ndjson -> services.forEach(service -> out.line(json(service)));
            case json -> {
                byte[] all = ("{\"services\":["
                                + String.join(
                                        ",",
                                        services.stream().map(Services::json).toList()) + "]}")
                        .getBytes(StandardCharsets.UTF_8);
                report.showJson(all, 0, all.length);
            }
        }
    }

    private static String json(ServiceDescriptor service) {
        return "{\"identifier\":" + JsonFields.quote(service.identifier()) + ",\"tags\":" + texts(service.tags())
                + ",\"codecs\":" + texts(service.codecs()) + ",\"connection-urls\":" + texts(service.connectionUrls())
                + ",\"capabilities\":" + texts(service.capabilities()) + ",\"instance-id\":"
                + JsonFields.quote(service.instanceId()) + "}";
    }

    private static String texts(List<String> texts) {
        return "[" + String.join(",", texts.stream().map(JsonFields::quote).toList()) + "]";
    }

    /** What a service offers. @param json the report as it came @param offered the same, read */
    public void show(byte[] json, Introspection offered) {
        switch (report.one()) {
            case json, ndjson -> report.showJson(json, 0, json.length);
            case raw ->
                offered.protocols()
                        .forEach(protocol -> protocol.operations()
                                .forEach(operation -> out.line(TerminalSafe.text(
                                        protocol.scheme() + "://" + offered.serviceName() + operation.resource()))));
            case table -> {
                BoxTable table = report.box("PROTOCOL", "ENDPOINT", "DESCRIPTION");
                offered.protocols().forEach(protocol -> rows(table, protocol));
                table.flush();
            }
        }
    }

    private static void rows(BoxTable table, Introspection.Protocol protocol) {
        if (protocol.operations().isEmpty()) {
            table.row(protocol.scheme(), "", protocol.name());
        }
        protocol.operations()
                .forEach(operation -> table.row(
                        protocol.scheme(),
                        operation.resource(),
                        operation.doc() == null || operation.doc().isEmpty() ? protocol.name() : operation.doc()));
    }
}
