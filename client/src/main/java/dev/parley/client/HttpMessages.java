package dev.parley.client;

import dev.parley.api.messaging.HistoryRange;
import dev.parley.api.messaging.Message;
import dev.parley.api.messaging.MessagePage;
import dev.parley.api.messaging.MessagesApi;
import dev.parley.api.messaging.SendMessage;
import dev.parley.api.messaging.Sent;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;

/// [MessagesApi] over HTTP. Sending may be repeated, for `clientMessageId` makes it one message. After a lost
/// answer [Sent#duplicate] is then true though the caller sent once.
public final class HttpMessages implements MessagesApi {
    private static final String MESSAGES = "/v1/conversations/{}/messages";
    private static final int OK = 200;

    private final ParleyHttp http;
    private final Credentials credentials;

    public HttpMessages(ParleyHttp http, Credentials credentials) {
        this.http = http;
        this.credentials = credentials;
    }

    @Override
    public Sent send(Caller.User caller, ConversationId conversation, SendMessage message) {
        Call call = Call.post(MESSAGES, conversation.value()).json(message).repeatable();
        ParleyHttp.Reply<Message> reply = http.callForReply(as(caller, call), Message.class);
        return new Sent(reply.value(), reply.status() == OK);
    }

    @Override
    public MessagePage history(Caller caller, ConversationId conversation, HistoryRange range) {
        Call call = Call.get(MESSAGES, conversation.value())
                .query("afterSeq", range.afterSeq())
                .query("beforeSeq", range.beforeSeq())
                .query("limit", range.limit());
        return http.call(as(caller, call), MessagePage.class);
    }

    private Call as(Caller caller, Call call) {
        return call.bearer(credentials.forCaller(http.target(), caller));
    }
}
