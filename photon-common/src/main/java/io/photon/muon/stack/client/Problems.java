// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.stack.client;

import io.photon.codec.JsonFields;
import io.photon.muon.wire.MuonMessage;
import io.photon.muon.wire.MuonMessage.ChannelOp;
import io.photon.muon.wire.Steps;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What it means when the transport, or the other side, says no instead of answering (docs/muon-protocol section 11).
 * Pure.
 */
final class Problems {

    static final int LONGEST_TEXT = 400;

    private Problems() {}

    /**
     * The failure that a message on a virtual channel reports.
     *
     * @param asked what was asked, for the message, e.g. {@code rpc}
     * @return null when the message reports none
     */
    static @Nullable Failure of(MuonMessage message, String asked) {
        String step = message.step() == null ? "" : message.step();
        switch (step) {
            case Steps.PROTOCOL_NOT_FOUND:
                return Failure.of(
                        Kind.NOT_FOUND,
                        "the service does not speak " + asked + said(message),
                        "see what it speaks with: photon introspect SERVICE");
            case Steps.SERVICE_NOT_FOUND:
                return Failure.of(
                        Kind.NOT_FOUND, "the service is not there" + said(message), "see who is: photon discover");
            case Steps.CHANNEL_FAILURE, Steps.CHANNEL_SHUTDOWN:
                return Failure.of(Kind.UNREACHABLE, "the service broke the connection off" + said(message), null);
            default:
                return message.op() == ChannelOp.CLOSED && step.isEmpty()
                        ? Failure.of(Kind.UNREACHABLE, "the service closed the channel" + said(message), null)
                        : null;
        }
    }

    private static String said(MuonMessage message) {
        String text = text(message.payload(), "message", "error", "cause");
        return text == null ? "" : ": " + text;
    }

    /** The first of some fields that holds a text, or null. */
    static @Nullable String text(byte[] json, String... names) {
        for (String name : names) {
            String text = JsonFields.text(json, name);
            if (text != null && !text.isEmpty() && !text.equals("null")) {
                return Excerpt.of(text, LONGEST_TEXT);
            }
        }
        return null;
    }
}
