// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.meta;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Words for the same thing: what a command calls it, what the fields of the HTTP interface call it, and what other tools do.
 * Only hints are made of them: nothing runs under another name.
 */
final class SameWords {

    /** A line for each thing; a word may have several meanings. */
    private static final List<List<String>> ROWS = Stream.of(
                    "stream stream-name streams topic channel subject",
                    "projection projection-name name",
                    "name hook hook-name label title",
                    "context name profile",
                    "name username login user",
                    "user username login name",
                    "for username user owner",
                    "role roles",
                    "stream streams glob pattern",
                    "grant grant-id id",
                    "client-id id app application",
                    "id token-id token",
                    "order-id id position event event-id",
                    "service name",
                    "type event-type",
                    "type stream-type",
                    "event-type type types",
                    "initial initial-value init seed start-value",
                    "language lang",
                    "id local-id event-id message-id idempotency-key",
                    "service service-id",
                    "caused-by cause causation-id caused-by-id",
                    "schema schema-version",
                    "payload data body json value message",
                    "backwards direction reverse desc",
                    "from since after start begin",
                    "to until end before",
                    "until to end",
                    "until condition where",
                    "prefix filter starts-with begins-with",
                    "where filter predicate grep condition",
                    "at as-of position time",
                    "at-least position order-id",
                    "diff from to",
                    "query sql statement",
                    "arg args param params",
                    "key query-key field path",
                    "limit max count number most max-events head",
                    "max-rows limit count",
                    "count limit number readings times",
                    "events count number limit",
                    "interval delay every period",
                    "timeout deadline patience max-wait",
                    "idle idle-timeout",
                    "life ttl expires expiry lifetime",
                    "duration time seconds",
                    "clients connections concurrency threads parallel workers readers",
                    "writers producers emitters",
                    "size bytes event-size",
                    "rate throughput speed",
                    "yes force assume-yes no-confirm",
                    "replace overwrite force",
                    "skip force",
                    "dry-run what-if simulate check",
                    "full detailed descriptor",
                    "url host server address endpoint uri",
                    "new-password-file password new-password",
                    "password-file password pass passwd",
                    "secret-file secret",
                    "token-file token",
                    "ca-file cacert ca ca-cert cert",
                    "insecure skip-verify no-verify",
                    "file path out output-file input",
                    "output format",
                    "quiet silent",
                    "debug trace stack-trace stacktrace",
                    "follow watch tail live",
                    "read-only readonly",
                    "compress compression")
            .map(row -> List.of(row.split(" ")))
            .toList();

    /** An option with its value, and options of other tools that mean it. */
    static final Map<String, String> WITH_VALUE = Map.of(
            "--output json", "--json --as-json",
            "--output ndjson", "--ndjson --jsonl --json-lines",
            "--output raw", "--raw --plain",
            "--output csv", "--csv",
            "--color never", "--no-color --no-colour --nocolor --monochrome",
            "--color always", "--force-color --colour",
            "--compress gzip", "--gzip --gz",
            "--compress zstd", "--zstd",
            "--progress none", "--no-progress");

    private SameWords() {}

    /** Other words for what a word may mean, the likeliest first. @param word without dashes */
    static List<String> of(String word) {
        return ROWS.stream()
                .filter(row -> row.contains(word))
                .flatMap(List::stream)
                .filter(other -> !other.equals(word))
                .distinct()
                .toList();
    }
}
