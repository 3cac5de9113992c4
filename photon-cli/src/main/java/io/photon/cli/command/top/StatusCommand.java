// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.top;

import io.photon.cli.command.ClientCommand;
import io.photon.cli.command.OutputOptions;
import io.photon.cli.context.Context;
import io.photon.cli.output.JsonFacts;
import io.photon.cli.output.Report;
import io.photon.client.PhotonClient;
import io.photon.codec.JsonFields;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;

/** {@code photon status}. */
@Command(
        name = "status",
        header = "Show how a daemon is, on one screen.",
        description =
                "Shows which daemon it is and who asks, its version and that of this command, its store, how fast it"
                        + " answers, who reads, what projections do, and what room there is. photon top shows the same as it"
                        + " changes, photon doctor says what is wrong.",
        footerHeading = "%nExamples:%n",
        footer = {"  photon status", "  photon status --context prod -o json | jq -r .version"},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:shown", "5:not allowed", "6:daemon unreachable"})
public final class StatusCommand extends ClientCommand {

    @Override
    protected int run(PhotonClient client, Report report) {
        return report.show(client.stats().map(stats -> facts(stats)));
    }

    private byte[] facts(byte[] stats) {
        Context context = connection.context();
        JsonFacts facts =
                new JsonFacts().put("url", connection.shown()).put("context", context == null ? null : context.name());
        if (context != null && context.production()) {
            facts.put("production", true);
        }
        facts.put("identity", connection.who());
        copy(stats, facts, "version");
        facts.put("command-version", OutputOptions.version(spec));
        copy(stats, facts, "backend", "durability", "state", "state-reason", "uptime-ms", "head");
        part(stats, "cluster", facts, "role", "epoch", "lag-events", "lag-seconds", "followers");
        part(stats, "store", facts, "bytes", "mirror-state", "damaged-places");
        part(stats, "log", facts, "appended", "refused", "subscribers", "slow-subscribers", "ack-micros-p99");
        byte[] projections = JsonFields.field(stats, "projections");
        if (projections != null) {
            facts.put("projections", JsonFields.number(projections, "total"))
                    .put("projections-failed", JsonFields.number(projections, "failed"));
        }
        byte[] muon = JsonFields.field(stats, "muon");
        if (muon != null) {
            facts.put("muon", JsonFields.text(muon, "state"));
        }
        copy(
                stats,
                facts,
                "heap-used-bytes",
                "heap-max-bytes",
                "descriptors-open",
                "descriptors-max",
                "disk-free-bytes");
        return facts.bytes();
    }

    private static void part(byte[] stats, String part, JsonFacts facts, String... names) {
        byte[] object = JsonFields.field(stats, part);
        if (object != null) {
            copy(object, facts, names);
        }
    }

    private static void copy(byte[] json, JsonFacts facts, String... names) {
        for (String name : names) {
            byte[] value = JsonFields.field(json, name);
            facts.raw(name, value == null ? null : new String(value, StandardCharsets.UTF_8));
        }
    }
}
