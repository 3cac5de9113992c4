// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import com.basho.riak.client.core.FutureOperation;
import com.basho.riak.client.core.RiakMessage;
import java.util.List;

/**
 * One request and its answer, as bytes. The client's own operations know nothing of strong consistency and copy values
 * several times; this is sent and received by it all the same.
 */
final class RiakCall extends FutureOperation<RiakMessage, RiakMessage, String> {

    private final byte code;
    private final byte[] body;
    private final byte answerCode;
    private final String what;

    /**
     * @param code of the request
     * @param answerCode of what answers it
     * @param what is asked, for messages
     */
    RiakCall(byte code, byte[] body, byte answerCode, String what) {
        this.code = code;
        this.body = body;
        this.answerCode = answerCode;
        this.what = what;
    }

    @Override
    protected RiakMessage convert(List<RiakMessage> answers) {
        RiakMessage answer = answers.get(0);
        if (answer.getCode() != answerCode) {
            throw new IllegalArgumentException("it answered with message " + answer.getCode() + " to " + code);
        }
        return answer;
    }

    @Override
    protected RiakMessage createChannelMessage() {
        return new RiakMessage(code, body);
    }

    @Override
    protected RiakMessage decode(RiakMessage answer) {
        return answer;
    }

    @Override
    public String getQueryInfo() {
        return what;
    }
}
