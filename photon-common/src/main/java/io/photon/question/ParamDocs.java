// SPDX-License-Identifier: Apache-2.0
package io.photon.question;

/**
 * What parameters are for, where the command that asks a question takes them as they are: one text for the help of the command and
 * for the documents about both doors. Constants, so that they may stand in annotations.
 */
public final class ParamDocs {

    public static final String STREAM = "the stream's name";
    public static final String PROJECTION = "the projection's name";
    public static final String ORDER_ID = "the event's position";
    public static final String AFTER_NAME = "only names after this one";
    public static final String PREFIX = "only names that begin so";
    public static final String KEY = "a field of the value";
    public static final String PARTIAL = "what stands before the first bad line is stored";
    public static final String LABEL = "what people call it";
    public static final String DESCRIPTION = "what it is for";
    public static final String WEBSITE = "where to read more";
    public static final String USER = "the user's name";
    public static final String HOOK_STREAM = "the stream that deliveries are stored in";
    public static final String MAX_BODY =
            "the longest delivery, in bytes; 0, as without it, for no limit but the daemon's rest.max-line";
    public static final String SCHEME = "how the sender signs: github, standard (Standard Webhooks), stripe or header";
    public static final String TYPE_FROM =
            "where the event-type stands: header:NAME or a path such as .type; several are joined by dots";
    public static final String ID_FROM =
            "where the id of a delivery stands: header:NAME, a path such as .id, or digest of the body";

    private ParamDocs() {}
}
