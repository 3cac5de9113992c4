// SPDX-License-Identifier: Apache-2.0
package io.photon.client.http;

import io.photon.text.Utf8;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** A form of one text and one file (RFC 7578), read as it is sent. */
final class FormBody {

    private final String boundary = "photon-" + UUID.randomUUID();
    private final InputStream stream;

    /** @param file is closed with the form */
    FormBody(String textName, String text, String fileName, InputStream file) {
        String head = part(textName, "") + text + "\r\n" + part(fileName, "; filename=\"events\"");
        this.stream = new SequenceInputStream(Collections.enumeration(List.of(
                new ByteArrayInputStream(Utf8.bytes(head)),
                file,
                new ByteArrayInputStream(Utf8.bytes("\r\n--" + boundary + "--\r\n")))));
    }

    private String part(String name, String more) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n";
    }

    String type() {
        return "multipart/form-data; boundary=" + boundary;
    }

    InputStream stream() {
        return stream;
    }
}
