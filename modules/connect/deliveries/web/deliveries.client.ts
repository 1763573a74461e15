import { useMutation, useQuery } from "@tanstack/react-query";
import { client, type Received, type Sent } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { deliveries } from "../deliveries.contract.ts";

export const deliveriesApi = client(deliveries);
export type Delivery = Received<typeof deliveries.get>;
export type DeliveryRow = Received<typeof deliveries.list>["rows"][number];

export const useDelivery = (id: string) =>
  useQuery({
    queryKey: ["connect.deliveries", "one", id],
    queryFn: ({ signal }) => deliveriesApi.get({ id }, signal),
  });

export const useReplay = () =>
  useMutation({
    mutationFn: (asked: Sent<typeof deliveries.replay>) => deliveriesApi.replay(asked),
    onSuccess: () => void refresh("connect.deliveries"),
  });
