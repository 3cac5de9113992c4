// SPDX-License-Identifier: Apache-2.0
package io.photon.question;

/** What an answer looks like. */
public enum Form {
    /** One JSON value. */
    OBJECT,
    /** An object with a list that may be long. */
    LIST,
    /** JSON, a value a line; it may never end. */
    LINES,
    /** A file of a type of its own. */
    FILE,
    /** One JSON value, after a body has been read. */
    UPLOAD,
    /** Text that is no JSON, for one kind of program. */
    TEXT
}
