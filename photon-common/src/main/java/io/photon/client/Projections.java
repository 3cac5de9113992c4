// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Folds of streams into values. Thread-safe; methods wait and throw {@link PhotonException}, NOT_FOUND for an unknown name. */
public interface Projections {

    /** Creates one. @throws PhotonException CONFLICT when there is one of that name; BAD_INPUT for code that is none */
    void create(NewProjection projection);

    /** The same, in the place of one of that name, which is folded anew. */
    void replace(NewProjection projection);

    /** All of them, without their values. */
    List<ProjectionState> list();

    /** One with its value. */
    ProjectionState get(String name);

    /** The value now. */
    JsonNode value(String name);

    /** The value now as an object. @throws PhotonException BAD_INPUT when it does not fit the type */
    <T> T valueAs(String name, Class<T> type);

    /** The value after all events up to an order-id. */
    JsonNode valueAt(String name, long orderId);

    /** The value after all events up to a time. */
    JsonNode valueAt(String name, Instant time);

    /** How the value differs between two order-ids: an array of JSON Patch operations. */
    JsonNode diff(String name, long from, long to);

    /** The first event after which a jq condition holds, with the values before and after. @throws PhotonException NOT_FOUND */
    JsonNode bisect(String name, String condition);

    /** Waits until the value covers an event, e.g. one just emitted. @throws PhotonException TIMED_OUT; CONFLICT if it stands still */
    void await(String name, long orderId, Duration limit);

    /** Folds from the beginning again. */
    void reset(String name);

    /** Stops folding; the value stays. */
    void pause(String name);

    /** Goes on after a pause or a failure. */
    void resume(String name);

    /** Goes on after the event at which it has failed. @throws PhotonException CONFLICT when it has not */
    void skipEvent(String name);

    /** Deletes one for good. */
    void delete(String name);
}
