package dev.atelier.worker.provider.anthropic;

class MessagesTest extends AnthropicContract {
    MessagesTest() {
        super("messages");
    }
}
