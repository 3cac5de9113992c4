// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.photon.result.Failure;
import java.io.IOException;

/** Reads what a daemon answers. */
public final class Json {

    private Json() {}

    /** A tree. @throws PhotonException INTERNAL when it is not JSON */
    public static JsonNode tree(byte[] json, ObjectMapper mapper) {
        try {
            return mapper.readTree(json);
        } catch (IOException e) {
            PhotonException strange = new PhotonException(Failure.of(
                    Failure.Kind.INTERNAL, "the answer is not JSON: " + e.getMessage(), "is it a Photon daemon?"));
            strange.initCause(e);
            throw strange;
        }
    }

    /** An object. @param what is read, for the message @throws PhotonException BAD_INPUT when it does not fit the type */
    public static <T> T as(byte[] json, int from, int to, Class<T> type, String what, ObjectMapper mapper) {
        try {
            return mapper.readValue(json, from, to - from, type);
        } catch (IOException e) {
            PhotonException misfit = new PhotonException(Failure.of(
                    Failure.Kind.BAD_INPUT,
                    what + " is not a " + type.getName() + ": " + e.getMessage(),
                    "read it as a JsonNode, or give the connection an ObjectMapper that can: PhotonOptions.mapper"));
            misfit.initCause(e);
            throw misfit;
        }
    }
}
