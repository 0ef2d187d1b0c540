package gulliver.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import gulliver.examples.ChatCodec;
import gulliver.examples.ChatMessage;
import java.nio.ByteBuffer;

/** Lines of the chat, from people who have not read its page. */
class ChatFuzzTest {
  /** Whatever the line is, a message comes out, and it is written in this way only. */
  @FuzzTest
  void decode(byte[] input) {
    ChatMessage message = ChatCodec.decode(ByteBuffer.wrap(input));
    assertThat(message.toString()).isNotNull();
    if (!(message instanceof ChatMessage.Invalid)) {
      assertThat(ChatCodec.encode(message)).isEqualTo(input);
    }
  }
}
