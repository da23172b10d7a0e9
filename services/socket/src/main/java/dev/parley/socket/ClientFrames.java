package dev.parley.socket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.api.socket.ClientFrame;
import dev.parley.core.json.Json;
import dev.parley.core.problem.ProblemType;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Reads what clients send. Everything that is not exactly a frame of the protocol is refused.
final class ClientFrames {
    private static final long MAX_SEQ = (1L << 53) - 1;
    /// What each type must have beside its type; nothing else is allowed, which the mapper sees to.
    private static final Map<String, List<String>> MEMBERS = Map.of(
            "authenticate", List.of("accessToken"),
            "resume", List.of("conversationId", "afterSeq"),
            "ping", List.of());

    private ClientFrames() {}

    /// @throws dev.parley.core.problem.ProblemException `malformed-request`, `validation-failed`
    static ClientFrame read(byte[] utf8) {
        JsonNode tree = tree(utf8);
        String type = tree.path("type").asText();
        List<String> members = MEMBERS.get(type);
        if (!tree.isObject() || members == null) {
            throw ProblemType.VALIDATION_FAILED.because("type must be authenticate, resume or ping");
        }
        for (String member : members) {
            if (!tree.hasNonNull(member)) {
                throw ProblemType.VALIDATION_FAILED.because(type + " needs " + member);
            }
        }
        if (tree.has("accessToken") && !tree.path("accessToken").isTextual()) {
            throw ProblemType.VALIDATION_FAILED.because("accessToken must be a string");
        }
        JsonNode afterSeq = tree.path("afterSeq");
        boolean isSeq = afterSeq.canConvertToExactIntegral()
                && afterSeq.canConvertToLong()
                && afterSeq.longValue() >= 0
                && afterSeq.longValue() <= MAX_SEQ;
        if (tree.has("afterSeq") && !isSeq) {
            throw ProblemType.VALIDATION_FAILED.because("afterSeq must be an integer from 0");
        }
        try {
            return Json.mapper().treeToValue(tree, ClientFrame.class);
        } catch (JsonProcessingException e) {
            throw ProblemType.VALIDATION_FAILED.because(type + " is not of the form that the protocol gives it");
        }
    }

    private static JsonNode tree(byte[] utf8) {
        try {
            JsonNode tree = Json.parse(utf8);
            if (tree.isMissingNode()) {
                throw ProblemType.MALFORMED_REQUEST.because("the frame is empty");
            }
            return tree;
        } catch (IOException e) {
            throw ProblemType.MALFORMED_REQUEST.because("the frame is not JSON");
        }
    }
}
