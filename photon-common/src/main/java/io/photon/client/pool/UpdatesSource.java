// SPDX-License-Identifier: Apache-2.0
package io.photon.client.pool;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.photon.client.PhotonException;
import io.photon.client.ProjectionState;
import io.photon.client.flow.BlockingSource;
import io.photon.client.flow.SourceOutlet;
import io.photon.codec.FailureJson;
import io.photon.codec.JsonFields;
import io.photon.result.Failure;
import io.photon.result.Failure.Kind;
import io.photon.result.Result;

/** A projection, now and after each change. */
final class UpdatesSource implements BlockingSource<ProjectionState> {

    private final String projection;
    private final Breakable way;
    private final ObjectMapper mapper;

    UpdatesSource(String projection, ClientPool pool, ObjectMapper mapper) {
        this.projection = projection;
        this.way = new Breakable(pool);
        this.mapper = mapper;
    }

    @Override
    public void run(SourceOutlet<ProjectionState> outlet) {
        Failure[] said = new Failure[1];
        WholeLines lines = new WholeLines(line -> {
            if (JsonFields.find(line, 0, line.length, "projection-name") != null) {
                return outlet.put(new ProjectionState(line, mapper));
            }
            if (JsonFields.find(line, 0, line.length, "error") != null) { // why the daemon must break off
                said[0] = FailureJson.read(line, Kind.INTERNAL);
            }
            return said[0] == null;
        });
        Result<Long> result = way.run(client -> client.projectionUpdates(projection, lines));
        Failure failure = said[0] == null ? lines.failure() : said[0];
        if (failure != null) {
            throw new PhotonException(failure);
        }
        PhotonException.unwrap(result);
    }

    @Override
    public void cancel() {
        way.breakOff();
    }
}
