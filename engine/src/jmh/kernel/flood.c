/* Sends UDP datagrams, each the first of a connection of its own: source ports and addresses go round.
   flood IP PORT SECONDS prints how many were sent and how long one took. Raw sockets, so root. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

int main(int count, char **words)
{
    if (count != 4) {
        fprintf(stderr, "usage: flood IP PORT SECONDS\n");
        return 2;
    }
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(atoi(words[2]))};
    inet_pton(AF_INET, words[1], &to.sin_addr);
    int raw = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
    if (raw < 0) {
        perror("flood");
        return 1;
    }
    unsigned char packet[20 + 8 + 32];
    memset(packet, 0, sizeof packet);
    packet[0] = 0x45;
    packet[3] = sizeof packet;
    packet[8] = 64;
    packet[9] = IPPROTO_UDP;
    struct in_addr source;
    inet_pton(AF_INET, "10.1.1.2", &source);
    memcpy(packet + 12, &source, 4);
    memcpy(packet + 16, &to.sin_addr, 4);
    memcpy(packet + 22, &to.sin_port, 2);
    packet[25] = 40;
    unsigned short port = 1024;
    unsigned char last = 10;
    long sent = 0, failed = 0;
    double start = now(), end = start + atof(words[3]);
    while (now() < end) {
        for (int i = 0; i < 16; i++, sent++) {
            if (++port < 1024) {
                port = 1024;
                last = last < 250 ? last + 1 : 10;
                packet[15] = last;
            }
            packet[20] = port >> 8;
            packet[21] = port & 255;
            failed += sendto(raw, packet, sizeof packet, 0, (void *)&to, sizeof to) < 0;
        }
    }
    double seconds = now() - start;
    printf("sent %ld, failed %ld, %.0f ns a packet", sent, failed, seconds * 1e9 / sent);
    return 0;
}
