// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.photon.testing.Seed;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events as people send them, and what comes back. */
class DocumentsSystemTest {

    private static final int DOCUMENTS = 200_000;

    @TempDir
    Path home;

    @Test
    void twoHundredThousandDocumentsComeBackByteForByte() throws Exception {
        long seed = Seed.any();
        System.out.println("DocumentsSystemTest seed " + seed);
        Path upload = home.resolve("upload.ndjson");
        Documents documents = new Documents(seed);
        try (BufferedWriter out = Files.newBufferedWriter(upload)) {
            for (int i = 0; i < DOCUMENTS; i++) {
                out.write("{\"event-type\":\"T\",\"payload\":" + documents.next() + ",\"stream-name\":\"d/" + i % 97
                        + "\"}\n");
            }
        }
        try (DaemonProcess daemon = DaemonProcess.start(home, "-db.backend", "file")) {
            HttpResponse<String> answer = daemon.http().upload("/api/events?ack=summary", upload);
            assertEquals(200, answer.statusCode(), answer.body());
            Documents again = new Documents(seed);
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                    daemon.http().open("/api/replay/__all__?type=cold"), StandardCharsets.UTF_8))) {
                for (int i = 0; i < DOCUMENTS; i++) {
                    String line = lines.readLine();
                    String payload = ",\"payload\":" + again.next() + "}";
                    assertTrue(line != null && line.endsWith(payload), "document " + i + " came back as " + line);
                    assertTrue(line.contains("\"stream-name\":\"d/" + i % 97 + "\""), line);
                }
                assertEquals(null, lines.readLine());
            }
        }
    }
}
