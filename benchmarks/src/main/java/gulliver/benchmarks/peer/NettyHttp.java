package gulliver.benchmarks.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;

/** A connection of a web server of Netty's HTTP codec. */
final class NettyHttp extends ChannelInitializer<Channel> {
  private final ByteBuf content;

  NettyHttp(String text) {
    byte[] bytes = Hello.content(text);
    content = Unpooled.unreleasableBuffer(Unpooled.directBuffer(bytes.length).writeBytes(bytes));
  }

  @Override
  protected void initChannel(Channel channel) {
    channel.pipeline().addLast(new HttpServerCodec(), new Answers(content));
  }

  private static final class Answers extends Netty.Handler {
    private final ByteBuf content;

    Answers(ByteBuf content) {
      this.content = content;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object part) {
      boolean whole = part instanceof LastHttpContent;
      ReferenceCountUtil.release(part);
      if (!whole) {
        return;
      }
      FullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.OK, content.duplicate());
      response
          .headers()
          .set(HttpHeaderNames.CONTENT_TYPE, Hello.TYPE)
          .setInt(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
      var _ = context.write(response, context.voidPromise());
    }

    /** wrk ends in the middle of answers; it is wrk that says when one was not right. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable e) {
      if (e instanceof IOException) {
        var _ = context.close();
      } else {
        PeerMain.failed(e);
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }
  }
}
