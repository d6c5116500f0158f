// A server on this computer alone: what it was asked for, what it answers, and one that never does.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace support {

class HttpServer {
 public:
  /// `answer` gets a path and gives the bytes, nothing for 404. Without it requests are taken and never answered.
  explicit HttpServer(std::function<std::optional<std::string>(const std::string&)> answer = {}) : answer_(std::move(answer)) {
    setenv("no_proxy", "127.0.0.1", 1);
    listening_ = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET, address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(listening_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    listen(listening_, 64);
    socklen_t size = sizeof address;
    getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
  }
  ~HttpServer() {
    thread_.request_stop();
    thread_.join();
    for (const int client : held_) close(client);
    close(listening_);
  }
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  int requests() const { return requests_; }

 private:
  void serve(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      pollfd ready{listening_, POLLIN, 0};
      if (poll(&ready, 1, 20) <= 0) continue;
      const int client = accept(listening_, nullptr, nullptr);
      if (client < 0) continue;
      ++requests_;
      if (!answer_) {
        held_.push_back(client);
        continue;
      }
      reply(client);
      close(client);
    }
  }
  void reply(int client) const {
    std::string request;
    char buffer[4096];
    while (request.find("\r\n\r\n") == std::string::npos) {
      const ssize_t got = recv(client, buffer, sizeof buffer, 0);
      if (got <= 0) return;
      request.append(buffer, static_cast<std::size_t>(got));
    }
    const std::size_t from = request.find(' ') + 1;
    const auto body = answer_(request.substr(from, request.find(' ', from) - from));
    const std::string head = std::string("HTTP/1.1 ") + (body ? "200 OK" : "404 Not Found") +
                             "\r\nConnection: close\r\nContent-Length: " + std::to_string(body ? body->size() : 0) + "\r\n\r\n";
    const std::string all = head + body.value_or("");
    for (std::size_t sent = 0; sent < all.size();) {
      const ssize_t now = send(client, all.data() + sent, all.size() - sent, MSG_NOSIGNAL);
      if (now <= 0) return;
      sent += static_cast<std::size_t>(now);
    }
  }

  std::function<std::optional<std::string>(const std::string&)> answer_;
  int listening_ = -1, port_ = 0;
  std::atomic<int> requests_{0};
  std::vector<int> held_;
  std::jthread thread_;
};

}  // namespace support
