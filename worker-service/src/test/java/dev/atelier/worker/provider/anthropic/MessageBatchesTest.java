package dev.atelier.worker.provider.anthropic;

class MessageBatchesTest extends AnthropicContract {
    MessageBatchesTest() {
        super("batch");
    }
}
