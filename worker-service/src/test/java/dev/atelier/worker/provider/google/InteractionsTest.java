package dev.atelier.worker.provider.google;

class InteractionsTest extends GoogleContract {
    InteractionsTest() {
        super("interactions");
    }
}
